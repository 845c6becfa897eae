"""Draws the plans B: tickets made so that each stands, or is false for the one reason that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from rules.columns import NOBODY
from rules.model import State
from rules.statements import FallbackKind
from tests.organisation.draft import Level
from tests.organisation.pools import Pool
from tests.organisation.shape import Plan

KINDS = (FallbackKind.HACK, FallbackKind.REBUILD, FallbackKind.SMALLER_SCOPE, FallbackKind.OTHER)
ENDS = MappingProxyType({Plan.FINISHED: State.DONE, Plan.DROPPED: State.DROPPED, Plan.UNKNOWN: State.UNKNOWN})


@dataclass(frozen=True, kw_only=True)
class Declared:
    """The declared fallbacks, as arrays: ``issue`` declares ``ticket`` against ``blocker``, as which plan."""

    issue: np.ndarray
    blocker: np.ndarray
    ticket: np.ndarray
    plan: np.ndarray
    kind: np.ndarray


def draw_plans(draft):
    """Plans for as many open links across teams as were asked for. ``draft.bare`` is left: the links with none."""
    plans = _Plans(draft)
    for plan in sorted(draft.wanted, key=lambda plan: (plan is not Plan.BY_PARENT, plan)):
        if draft.wanted[plan]:
            plans.draw(plan, draft.wanted[plan])
    draft.declared = plans.declared()
    draft.bare = plans.links


def _needing(draft):
    """The open links across teams, shuffled; unread blockers are left out."""
    states = draft.state[draft.blocked], draft.state[draft.blocker]
    crosses = draft.team[draft.blocked] != draft.team[draft.blocker]
    ordinary = draft.blocked < len(draft.ordinary)
    rows = np.flatnonzero(crosses & ordinary & (states[0] == State.OPEN) & (states[1] == State.OPEN))
    return draft.random.permutation(rows)


class _Plans:
    """The plans so far, and the links and tickets that are left for more."""

    def __init__(self, draft):
        self.draft = draft
        self.links = _needing(draft)
        self.tickets = draft.tickets
        idle = (draft.state == State.OPEN) & (draft.level == Level.PLAIN)
        idle[draft.blocked] = False
        self.idle = Pool(draft.ordinary[idle[draft.ordinary]], draft.team, draft.shape.teams)
        self._said = []

    def declared(self):
        issue, blocker, ticket, plan = np.concatenate(self._said, axis=1) if self._said else np.zeros((4, 0))
        kinds = self.draft.random.choice(KINDS, len(issue)).astype(np.int8)
        rows = (column.astype(np.int32) for column in (issue, blocker, ticket, plan))
        return Declared(**dict(zip(("issue", "blocker", "ticket", "plan"), rows, strict=True)), kind=kinds)

    def draw(self, plan, count):
        """Takes links, makes tickets for their teams, and declares them."""
        blocked, blocker = self._take_links(plan, count)
        own, theirs = self.draft.team[blocked], self.draft.team[blocker]
        match plan:
            case Plan.COVERED | Plan.LEANS_OUTSIDE | Plan.RING:
                self._lean_outside(plan, blocked, blocker)
            case Plan.THE_PROBLEM:
                self._declare(blocked, blocker, self._problems(blocked, blocker), plan)
            case Plan.GENERAL:
                self._declare(blocked, NOBODY, self._tickets(own), plan)
            case Plan.BY_PARENT:
                self._declare(self.draft.parent[blocked], blocker, self._tickets(own), plan)
            case Plan.OWNED_ELSEWHERE:
                self._declare(blocked, blocker, self._tickets(self._elsewhere(own, theirs)), plan)
            case _:
                tickets = self._tickets(own, ENDS.get(plan, State.OPEN))
                self._declare(blocked, blocker, tickets, plan)
                if plan is Plan.LEANS_ON_BLOCKER:
                    self.draft.link(tickets, blocker)

    def _take_links(self, plan, count):
        fits = np.ones(len(self.links), dtype=bool)
        if plan is Plan.BY_PARENT:
            fits = self.draft.parent[self.draft.blocked[self.links]] != NOBODY
        taken = np.flatnonzero(fits)[:count]
        rows = self.links[taken]
        self.links = np.delete(self.links, taken)
        return self.draft.blocked[rows], self.draft.blocker[rows]

    def _tickets(self, team, state=State.OPEN):
        rows, self.tickets = np.split(self.tickets, [len(team)])
        self.draft.team[rows], self.draft.state[rows] = team, state
        return rows

    def _declare(self, issue, blocker, ticket, plan):
        self._said.append(np.stack(np.broadcast_arrays(issue, blocker, ticket, plan)))

    def _lean_outside(self, plan, blocked, blocker):
        """Tickets that wait on a third team; covered, a second ticket stands in for that, in a ring it leans back."""
        own, theirs = self.draft.team[blocked], self.draft.team[blocker]
        ask = self.idle.pick_outside(self.draft.random, own, theirs)
        second_ask = self.idle.pick_outside(self.draft.random, own, theirs, self.draft.team[ask])
        possible = np.flatnonzero((second_ask if plan is Plan.RING else ask) != NOBODY)
        blocked, blocker, own, ask = blocked[possible], blocker[possible], own[possible], ask[possible]
        tickets = self._tickets(own)
        self._declare(blocked, blocker, tickets, plan)
        self.draft.link(tickets, ask)
        if plan is Plan.LEANS_OUTSIDE:
            return
        seconds = self._tickets(own)
        self._declare(tickets, ask, seconds, plan)
        if plan is Plan.RING:
            self.draft.link(seconds, second_ask[possible])
            self._declare(seconds, second_ask[possible], tickets, plan)

    def _elsewhere(self, own, theirs):
        """A third team or the blocker's; where teams are configured, a team that is nobody's would be let pass."""
        others = self.draft.random.integers(0, self.draft.shape.configured or self.draft.shape.teams, len(own))
        return np.where(others == own, theirs, others)

    def _problems(self, blocked, blocker):
        """In turn the waiting issue, its parent, and the blocker; the blocker too where there is no parent."""
        parent, turn = self.draft.parent[blocked], np.arange(len(blocked)) % 3
        return np.where(turn == 0, blocked, np.where((turn == 1) & (parent != NOBODY), parent, blocker))
