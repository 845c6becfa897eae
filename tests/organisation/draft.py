"""An organisation while it is being drawn: what each phase reads of the ones before, and adds.

Issues stand in blocks of rows: ordinary ones, tickets of plans B, members of rings, closed duplicates, and strangers
that nobody can read. An ordinary issue waits on older ones only, so that the rings are those that were asked for.
"""

from __future__ import annotations

from enum import IntEnum
from itertools import pairwise

import numpy as np

from rules.columns import NOBODY
from tests.organisation.shape import TICKETS

RING_SIZES = (2, 5)


class Level(IntEnum):
    """Where an issue stands in the hierarchy."""

    PLAIN = 0
    EPIC = 1
    STORY = 2
    SUBTASK = 3


class Draft:
    """The arrays so far, one value an issue or a link, and the one source of chance."""

    def __init__(self, shape):
        self.shape = shape
        self.random = np.random.default_rng(shape.seed)
        self.wanted = {plan: shape.count(share) for plan, share in shape.plans.items()}
        self.ring_sizes = self.random.integers(*RING_SIZES, shape.count(shape.rings))
        self._lay_out()
        self.blocked = self.blocker = np.zeros(0, dtype=np.int64)
        self.written = np.zeros(0, dtype=bool)
        self.by_way_of = np.zeros(0, dtype=np.int32)

    def _lay_out(self):
        shape = self.shape
        tickets = sum(TICKETS[plan] * count for plan, count in self.wanted.items())
        sizes = [tickets, self.ring_sizes.sum(), shape.count(shape.duplicates), shape.count(shape.unknown)]
        if sum(sizes) > shape.issues / 2:
            raise ValueError(f"{shape.issues} issues are too few for {sum(sizes)} special ones")
        ends = np.cumsum([shape.issues - sum(sizes), *sizes])
        self.ordinary = np.arange(ends[0])
        blocks = (np.arange(first, last) for first, last in pairwise(ends))
        self.tickets, self.rings, self.copies, self.strangers = blocks

    def link(self, blocked, blocker, *, written=False, by_way_of=NOBODY):
        """Adds links, by default such as the tracker states itself."""
        count = len(blocked)
        self.blocked = np.concatenate([self.blocked, blocked])
        self.blocker = np.concatenate([self.blocker, blocker])
        self.written = np.concatenate([self.written, np.broadcast_to(written, count)])
        self.by_way_of = np.concatenate([self.by_way_of, np.broadcast_to(by_way_of, count)])
