"""The days of a team, as the verdicts on its issues keep them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy import select

from rules.model import Ref
from service.speech.agenda import Agenda
from service.store.documents import TOLD
from service.store.tables import issue, verdict

if TYPE_CHECKING:
    from sqlalchemy import Connection

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
    columns = (issue.c.site, issue.c.ref, issue.c.vendor_id, issue.c.told, verdict.c.agenda, verdict.c.dated)
    mine = (verdict.c.team == team) & verdict.c.agenda.is_not(None) & (issue.c.gone == "") & issue.c.told.is_not(None)
    found: list[TeamDay] = []
    for row in connection.execute(select(*columns).join(issue, issue.c.id == verdict.c.issue_id).where(mine)):
        told, ref, identity = TOLD.decode(row.told).issue, Ref(row.site, row.ref), f"{row.site} {row.vendor_id}"
        agenda = _AGENDA.decode(row.agenda)
        found += [TeamDay(ref, told.title, told.url, identity, row.dated, dated) for dated in agenda]
    return sorted(found, key=lambda one: (one.dated.day, one.ref, one.dated.about))


def is_known(connection: Connection, team: str) -> bool:
    """Whether any issue is a team's."""
    return connection.execute(select(verdict.c.issue_id).where(verdict.c.team == team).limit(1)).scalar() is not None
