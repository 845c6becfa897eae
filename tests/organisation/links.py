"""Draws who waits on whom: many on few, some across teams, a few in rings."""

from __future__ import annotations

import numpy as np

from rules.columns import NOBODY
from tests.organisation.pools import Pool
from tests.organisation.shape import ASKS

ROUNDS = 6


def draw_links(draft):
    """Adds the links of the ordinary issues and of the rings; those of plans B follow with the plans."""
    asks = sum(ASKS.get(plan, 0) * count for plan, count in draft.wanted.items())
    blocked, blocker = _ordinary(draft, draft.shape.links - asks - len(draft.rings))
    strange = draft.random.permutation(len(blocked))[: len(draft.strangers)]
    blocker[strange] = draft.strangers[: len(strange)]
    written = draft.random.random(len(blocked)) < draft.shape.by_text
    written[strange] = True
    draft.link(blocked, blocker, written=written, by_way_of=_closed_duplicates(draft, blocker, written))
    _close_rings(draft)


def _ordinary(draft, wanted):
    """Pairs of ordinary issues, the later one waiting on the earlier; fewer than wanted where few are possible.

    How much a ticket is wanted has nothing to do with its age: about half of what is drawn leads to a later one.
    """
    issues, wantedness = draft.shape.issues, draft.random.permutation(draft.ordinary)
    anyone = Pool(wantedness, np.zeros_like(draft.team), 1)
    colleagues = Pool(wantedness, draft.team, draft.shape.teams)
    pairs = np.zeros(0, dtype=np.int64)
    for _ in range(ROUNDS):
        blocked, blocker = _drawn(draft, 2 * (wanted - len(pairs)), anyone, colleagues)
        earlier = blocker < blocked
        drawn = _distinct(np.concatenate([pairs, blocked[earlier] * issues + blocker[earlier]]))
        pairs = drawn if len(drawn) <= wanted else np.sort(draft.random.choice(drawn, wanted, replace=False))
    return np.divmod(pairs, issues)


def _drawn(draft, count, anyone, colleagues):
    """Issues, and the colleagues' or other teams' tickets that they would wait on."""
    random, skew = draft.random, draft.shape.skew
    blocked = random.choice(draft.ordinary, count)
    near = colleagues.pick(random, draft.team[blocked], skew=skew)
    far = anyone.pick(random, np.zeros(count, dtype=np.int32), skew=skew)
    crosses = (random.random(count) < draft.shape.across) & (draft.team[far] != draft.team[blocked])
    return blocked, np.where(crosses, far, near)


def _distinct(values):
    """Like ``np.unique``, whose hashing is ten times slower on a million values."""
    ordered = np.sort(values)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def _closed_duplicates(draft, blocker, written):
    """Gives each closed duplicate an original; returns, for each link, the duplicate that it was made to."""
    draft.original = np.full(draft.shape.issues, NOBODY, dtype=np.int32)
    by_way_of = np.full(len(blocker), NOBODY, dtype=np.int32)
    rows = draft.random.permutation(np.flatnonzero(~written))[: len(draft.copies)]
    copies = draft.copies[: len(rows)]
    by_way_of[rows], draft.original[copies] = copies, blocker[rows]
    draft.team[copies] = draft.team[blocker[rows]]
    return by_way_of


def _close_rings(draft):
    """Links the members of each ring; every other ring lies within one team."""
    first = np.cumsum(draft.ring_sizes) - draft.ring_sizes
    ring = np.repeat(np.arange(len(first)), draft.ring_sizes)
    within = np.arange(len(ring)) - first[ring]
    following = first[ring] + (within + 1) % draft.ring_sizes[ring]
    own, first_team = draft.team[draft.rings], draft.team[draft.rings[first[ring]]]
    draft.team[draft.rings] = np.where(ring % 2, own, first_team)
    draft.link(draft.rings, draft.rings[following])
