"""Need briefs: what should stand on each issue for those of whom it is asked, as it was judged last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy import select

from service.speech.remarks import Remark
from service.store.aliases import aliases_in
from service.store.documents import encoded
from service.store.lists import one_of, rows_of
from service.store.tables import brief as table
from service.store.upserts import put

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Brief:
    """What should stand on one issue; nothing where nobody asks.

    ``stale``: it was made of less than it needs, so it is shown and not spoken. ``live``: Detour briefs on this issue.
    """

    issue_id: int
    stale: bool
    live: bool
    remark: Remark | None

    @property
    def says(self) -> tuple[object, ...]:
        """What decides whether it has to be spoken on again."""
        return self.stale, self.live, None if self.remark is None else self.remark.says


_REMARK: Final = msgspec.json.Decoder(Remark)


def keep(connection: Connection, briefs: Iterable[Brief]) -> None:
    """Puts briefs in the place of earlier ones."""
    rows = [
        {
            "issue_id": one.issue_id,
            "stale": one.stale,
            "live": one.live,
            "remark": None if one.remark is None else encoded(one.remark),
        }
        for one in briefs
    ]
    put(connection, table, rows)


_ON = select(table).where(one_of(table.c.issue_id, "some"))


def briefs_on(connection: Connection, issues: Sequence[int]) -> dict[int, Brief]:
    """The briefs on some issues, of those that were judged."""
    found: dict[int, Brief] = {}
    for row in rows_of(connection, _ON, issues):
        remark = None if row.remark is None else _REMARK.decode(row.remark)
        found[row.issue_id] = Brief(row.issue_id, row.stale, row.live, remark)
    aliases = aliases_in(connection, (one.remark.events for one in found.values() if one.remark))
    return {issue: replace(one, remark=one.remark and aliases.remark(one.remark)) for issue, one in found.items()}
