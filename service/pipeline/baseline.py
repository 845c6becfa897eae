"""Going live: what is found on that day is taken as known, so that an organisation is not flooded.

An event of the baseline counts as announced although nothing was written. It ends as any other does: when it clears,
for then it may come again; and where the day to decide by comes, which is an event of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy import select

from service.speech.remarks import Tone
from service.speech.said import Said
from service.store import sayings
from service.store.briefs import Brief
from service.store.lists import one_of
from service.store.tables import issue
from service.store.upserts import chunks
from service.store.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from service.speech.markers import Role

Judged = TypeVar("Judged", Verdict, Brief)
NOTE: Final = "it was there when Detour began to speak here; what happens from then on is said"


def waiting_for_baseline(made: Iterable[Judged], before: Mapping[int, Judged]) -> list[Judged]:
    """The same verdicts, or briefs. One that is stale goes live later: its baseline would be of less than there is."""
    return [replace(one, live=False) if one.stale and _was_silent(before.get(one.issue_id)) else one for one in made]


def gone_live(made: Iterable[Judged], before: Mapping[int, Judged]) -> list[Judged]:
    """The verdicts, or briefs, on issues on which Detour speaks now, and was only shown what it would say before."""
    return [one for one in made if one.live and _was_silent(before.get(one.issue_id))]


def take_baseline(
    connection: Connection, role: Role, live: Iterable[Judged], said: Mapping[int, Said], now: float
) -> None:
    """Keeps what was found there as announced. An ask that begins nothing yet may do so later."""
    remarks = {one.issue_id: one.remark for one in live if one.remark is not None}
    events = {one: remark.events for one, remark in remarks.items() if remark.events and remark.tone is not Tone.LISTED}
    columns = select(issue.c.id, issue.c.site, issue.c.ref, issue.c.vendor_id)
    for some in chunks(sorted(events)):
        for row in connection.execute(columns.where(one_of(issue.c.id, some))):
            known = said.get(row.id, Said(role))
            announced = replace(known, events=known.events | events[row.id])
            identity = f"{row.site} {row.vendor_id or row.ref}"
            sayings.keep(connection, row.id, announced, identity=identity, at=now, note=NOTE)


def _was_silent(before: Verdict | Brief | None) -> bool:
    return before is not None and not before.live
