"""What issues stand for that were closed as duplicates, and who is whose duplicate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NOBODY
from rules.statements import Duplicate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rules.columns import Integers
    from rules.register import Entry
    from rules.sayings import Sayings


class Duplicates:
    """By row: ``meant`` is what an issue stands for, mostly itself; ``twin`` is equal for duplicates of each other.

    Behind the last row ``meant`` has ``NOBODY``, who as an index, -1, stands for nobody.
    """

    def __init__(self, sayings: Sayings, entries: Sequence[Entry], rank: Integers) -> None:
        pairs = sayings.ends[sayings.of(Duplicate), :2]
        pairs = pairs[np.lexsort((rank[pairs[:, 1]], rank[pairs[:, 0]]))]
        originals: dict[int, int] = {}
        groups = _Groups()
        for copy, original in pairs.tolist():
            groups.join(copy, original)
            issue = entries[copy].issue
            if issue is not None and issue.closed_as_duplicate:
                originals.setdefault(copy, original)
        self.twin: Integers = np.arange(len(entries), dtype=np.int32)
        self.meant: Integers = np.append(self.twin, np.int32(NOBODY))
        for copy in originals:
            self.meant[copy] = _end_of(copy, originals)
        for row in groups.rows:
            self.twin[row] = groups.of(row)


class _Groups:
    """Sets that grow together: union-find with path halving."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    @property
    def rows(self) -> list[int]:
        """Those that are in any."""
        return list(self._above)

    def of(self, row: int) -> int:
        """The group's representative."""
        above = self._above
        while above.setdefault(row, row) != row:
            above[row] = above[above[row]]
            row = above[row]
        return row

    def join(self, one: int, other: int) -> None:
        self._above[self.of(one)] = self.of(other)


def _end_of(copy: int, originals: Mapping[int, int]) -> int:
    """What a chain of duplicates ends in; a chain that runs in a ring ends where it began."""
    at, seen = copy, {copy}
    while at in originals:
        at = originals[at]
        if at in seen:
            return copy
        seen.add(at)
    return at
