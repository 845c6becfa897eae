"""The days of a team, as the verdicts on its issues keep them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy import select, true

from rules.model import Ref
from service.speech.agenda import Agenda
from service.store.documents import TOLD
from service.store.tables import issue, verdict

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement, Connection

    from service.speech.agenda import Dated

_AGENDA: Final = msgspec.json.Decoder(Agenda)


@dataclass(frozen=True, slots=True)
class TeamDay:
    """One day of one issue of a team. ``since`` is when it became that one, in seconds since 1970.

    ``identity`` is the issue's on its tracker: it stays when the issue moves.
    """

    ref: Ref
    title: str
    url: str
    identity: str
    since: float
    dated: Dated


def days_of(connection: Connection, team: str) -> list[TeamDay]:
    """The days of a team's issues that are still there, in order."""
    return [one for _, one in _days(connection, verdict.c.team == team)]


def days_until(connection: Connection, last: date) -> list[tuple[str, TeamDay]]:
    """The days of all issues up to some day, those that have passed among them, each with its team; in order."""
    return [(team, one) for team, one in _days(connection, true()) if one.dated.day <= last]


def _days(connection: Connection, which: ColumnElement[bool]) -> list[tuple[str, TeamDay]]:
    columns = (issue.c.site, issue.c.ref, issue.c.vendor_id, issue.c.told)
    there = verdict.c.agenda.is_not(None) & (issue.c.gone == "") & issue.c.told.is_not(None)
    wanted = select(*columns, verdict.c.team, verdict.c.agenda, verdict.c.dated)
    found: list[tuple[str, TeamDay]] = []
    for row in connection.execute(wanted.join(issue, issue.c.id == verdict.c.issue_id).where(which, there)):
        told, ref, identity = TOLD.decode(row.told).issue, Ref(row.site, row.ref), f"{row.site} {row.vendor_id}"
        days = (TeamDay(ref, told.title, told.url, identity, row.dated, one) for one in _AGENDA.decode(row.agenda))
        found += [(row.team, one) for one in days]
    return sorted(found, key=lambda one: (one[1].dated.day, one[1].ref, one[1].dated.about))


def is_known(connection: Connection, team: str) -> bool:
    """Whether any issue is a team's."""
    return connection.execute(select(verdict.c.issue_id).where(verdict.c.team == team).limit(1)).scalar() is not None
