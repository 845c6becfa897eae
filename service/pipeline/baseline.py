"""Going live: what is found on that day is taken as known, so that an organisation is not flooded.

An event of the baseline counts as announced although nothing was written. It ends as any other does: when it clears,
for then it may come again; and where the day to decide by comes, which is an event of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from service.speech.markers import Role
from service.speech.said import Said
from service.store import sayings
from service.store.tables import issue
from service.store.upserts import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from service.store.verdicts import Verdict

NOTE: Final = "it was there when Detour began to speak here; what happens from then on is said"


def waiting_for_baseline(made: Iterable[Verdict], before: Mapping[int, Verdict]) -> list[Verdict]:
    """The same verdicts. One that is stale goes live later: its baseline would be made of less than there is."""
    return [replace(one, live=False) if one.stale and _was_silent(before.get(one.issue_id)) else one for one in made]


def gone_live(made: Iterable[Verdict], before: Mapping[int, Verdict]) -> list[Verdict]:
    """The verdicts on issues on which Detour speaks now, and was only shown what it would say before."""
    return [one for one in made if one.live and _was_silent(before.get(one.issue_id))]


def take_baseline(connection: Connection, live: Iterable[Verdict], said: Mapping[int, Said], now: float) -> None:
    """Keeps what was found there as announced."""
    events = {one.issue_id: one.remark.events for one in live if one.remark is not None and one.remark.events}
    columns = select(issue.c.id, issue.c.site, issue.c.ref, issue.c.vendor_id)
    for some in chunks(sorted(events)):
        for row in connection.execute(columns.where(issue.c.id.in_(some))):
            known = said.get(row.id, Said(Role.VERDICT))
            announced = replace(known, events=known.events | events[row.id])
            identity = f"{row.site} {row.vendor_id or row.ref}"
            sayings.keep(connection, row.id, announced, identity=identity, at=now, note=NOTE)


def _was_silent(before: Verdict | None) -> bool:
    return before is not None and not before.live
