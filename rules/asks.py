"""What one team asks of another: which asks have had no answer, and how long they may have waited for one. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NEVER
from rules.model import State

if TYPE_CHECKING:
    from datetime import date

    from rules.columns import Integers
    from rules.graph import Graph
    from rules.links import Links
    from rules.views import LinkView


def unanswered(graph: Graph) -> Links:
    """Links to other teams' open issues that nobody there has said to have understood.

    Work that has been begun needs no such word: whoever does it knows what it is.
    """
    progress, waits = graph.columns.progress, graph.columns.waits
    silent = ~(progress.understood | progress.started)
    return graph.waiting().across_teams().blocker_is(State.OPEN).keep(silent[waits.blocker])


def unanswered_by_team(graph: Graph) -> Counter[int]:
    """How many such links lead to each team, by its row."""
    asked = graph.columns.waits.blocker[unanswered(graph).rows]
    return Counter(graph.columns.issues.team[asked].tolist())


def asked_on(graph: Graph) -> Integers:
    """The first day on which each link can have been made: that of the younger issue; ``NEVER`` where unknown."""
    created, waits = graph.columns.progress.created, graph.columns.waits
    first, second = created[waits.blocked], created[waits.blocker]
    return np.where((first == NEVER) | (second == NEVER), NEVER, np.maximum(first, second))


def asked_since(link: LinkView) -> date | None:
    """The same of one link."""
    days = [link.blocked.created, link.blocker.created]
    known = [day for day in days if day is not None]
    return max(known) if known == days else None
