"""Puts an invented organisation into the made-up GitHub: at once, and as if it had grown there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

import numpy as np

from connectors.simulator.github.issue_changes import Draft, open_issue
from connectors.simulator.github.link_changes import MOST
from connectors.simulator.github.model import Comment, Milestone
from rules.columns import NOBODY
from rules.model import State
from tests.organisation.names import names_of, title
from tests.organisation.past import Past

REASONS = {State.OPEN: None, State.DONE: "completed", State.DROPPED: "not_planned"}
AUTHOR = "mia"


def settle_on_github(hub, organisation):
    """Fills the hub; the issues by their rows. Links beyond what GitHub takes, and those by text, are written down."""
    organisation = replace(organisation, written=organisation.written | _too_many(organisation))
    past = Past(organisation, names_of(organisation, "github"), hub.world.now())
    settler = _Settler(hub, past)
    hub.world.everywhere[AUTHOR] = "write"
    for name in past.names.containers:
        hub.repository(name)
    issues = {row: settler.issue(row) for row in organisation.read.nonzero()[0].tolist()}
    for row, parent in enumerate(organisation.parent.tolist()):
        if parent != NOBODY:
            issues[row].parent = issues[parent]
            issues[parent].parts.append(issues[row])
    for link in (~organisation.written).nonzero()[0].tolist():
        blocked, blocker = issues[int(organisation.blocked[link])], issues[int(organisation.blocker[link])]
        blocked.blocked_by.append(blocker)
        blocker.blocking.append(blocked)
    return issues


def _too_many(organisation):
    """The links by which an issue would have more than GitHub takes in one direction."""
    native = np.flatnonzero(~organisation.written)
    over = np.zeros(len(organisation.written), dtype=bool)
    for end in (organisation.blocked, organisation.blocker):
        order = native[np.argsort(end[native], kind="stable")]
        ends = end[order]
        over[order] |= np.arange(len(order)) - np.searchsorted(ends, ends) >= MOST
    return over


class _Settler:
    def __init__(self, hub, past):
        self.past, self.world = past, hub.world
        self.author = self.world.account(AUTHOR)

    def issue(self, row):
        past, world = self.past, self.world
        place = world.repository(past.names.ref(row).container)
        place.numbers = row  # numbers run through the whole organisation, as in its texts
        made = open_issue(world, self.author, place, Draft(title=title(row), body=past.body(row, dated=True)))
        made.created_at, made.updated_at = past.made(row), past.moved(row)
        made.reason = REASONS[State(int(past.organisation.state[row]))]
        if not past.is_open(row):
            made.state, made.closed_at, made.closed_by = "closed", made.updated_at, self.author
        made.milestone = self._milestone(place, *past.day(row))
        made.comments = [self._comment(made, text) for text in past.comments(row)]
        return made

    def _milestone(self, place, day, released):
        if day is None or not released:
            return None
        name = day.isoformat()
        if name not in place.milestones:
            number, due = self.world.new_id(), datetime.combine(day, time(8), UTC)
            made = Milestone(name, len(place.milestones) + 1, number, f"MI_kwDO{number:x}", self.author, due, due)
            place.milestones[name] = self.world.keep(made)
        return place.milestones[name]

    def _comment(self, issue, text):
        number, at = self.world.new_id(), issue.updated_at
        return self.world.keep(Comment(issue, number, f"IC_kwDO{number:x}", self.author, text, at, at))
