"""Draws the issues of an organisation: whose they are, how they ended, what they are a part of."""

from __future__ import annotations

import numpy as np

from rules.columns import NOBODY
from rules.model import State
from tests.organisation.draft import Level
from tests.organisation.pools import Pool, ranks


def draw_issues(draft):
    """Gives every issue a team, a state and a place in the hierarchy."""
    draft.team = _teams(draft)
    draft.state = _states(draft)
    draft.level = _levels(draft)
    draft.parent = _parents(draft)


def _teams(draft):
    shape = draft.shape
    if not shape.uneven:
        return draft.random.integers(0, shape.teams, shape.issues).astype(np.int32)
    return ranks(draft.random, np.full(shape.issues, shape.teams), shape.uneven).astype(np.int32)


def _states(draft):
    """As many open issues as the shape says, the special ones among them, most of which are open."""
    shape, ordinary = draft.shape, len(draft.ordinary)
    special = len(draft.tickets) + len(draft.rings)
    chance = max(0.0, (shape.open * shape.issues - special) / ordinary)
    state = np.full(shape.issues, State.OPEN, dtype=np.int8)
    chances = [chance, 1 - chance - shape.dropped, shape.dropped]
    state[draft.ordinary] = draft.random.choice([State.OPEN, State.DONE, State.DROPPED], ordinary, p=chances)
    state[draft.copies] = State.DROPPED
    state[draft.strangers] = State.UNKNOWN
    return state


def _levels(draft):
    shares = [draft.shape.epics, draft.shape.stories, draft.shape.subtasks]
    level = np.full(draft.shape.issues, Level.PLAIN, dtype=np.int8)
    level[draft.ordinary] = draft.random.choice(list(Level), len(draft.ordinary), p=[1 - sum(shares), *shares])
    return level


def _parents(draft):
    """A story is a part of an epic of its team, a sub-task of a story."""
    parent = np.full(draft.shape.issues, NOBODY, dtype=np.int32)
    for level in (Level.STORY, Level.SUBTASK):
        below, above = (np.flatnonzero(draft.level == at) for at in (level, level - 1))
        parent[below] = Pool(above, draft.team, draft.shape.teams).pick(draft.random, draft.team[below])
    return parent
