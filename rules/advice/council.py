"""The agenda of whoever sets the priorities for all teams: where asks compete, and what is asked for there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.asks import unanswered_by_team
from rules.traffic import Traffic, grouped
from rules.views import IssueView

if TYPE_CHECKING:
    from datetime import date

    from rules.columns import TeamRow
    from rules.graph import Graph
    from rules.links import Links
    from rules.traffic import Flow


@dataclass(frozen=True, slots=True)
class Ask:
    """One ticket of the asked team, and who of other teams waits on it."""

    ticket: IssueView
    waiting: tuple[IssueView, ...]

    @property
    def teams(self) -> int:
        """How many teams wait."""
        return len({one.team for one in self.waiting})

    @property
    def urgency(self) -> int:
        """The rank of the most urgent waiting work; 0 where none is known."""
        return min((one.urgency for one in self.waiting if one.urgency), default=0)

    @property
    def needed_by(self) -> date | None:
        """The first day on which any of them needs it."""
        return min((day for one in self.waiting if (day := one.needed_by) is not None), default=None)


@dataclass(frozen=True, slots=True)
class Contested:
    """A team on which more teams wait than are ordinary, with all that they ask of it, the most pressing first."""

    asked: TeamRow
    teams: int
    unanswered: int
    asks: tuple[Ask, ...]


def agenda(graph: Graph) -> tuple[Contested, ...]:
    """The teams at which asks compete, those first whom most teams ask. Pure, and linear in the links."""
    traffic, most = graph.derived(Traffic), graph.policy.advice.asking_teams
    silent = unanswered_by_team(graph)
    crowded = {team: flows for team, flows in traffic.into.items() if len(flows) > most}
    found = (
        Contested(graph.columns.teams[team], len(flows), silent[team], _asks(traffic, flows))
        for team, flows in crowded.items()
    )
    return tuple(sorted(found, key=lambda one: (-one.teams, -len(one.asks), one.asked.slug)))


def _asks(traffic: Traffic, flows: list[Flow]) -> tuple[Ask, ...]:
    graph, links = traffic.graph, _all(traffic, flows)
    tickets = grouped(links, graph.columns.waits.blocker[links.rows])
    found = [Ask(IssueView(graph, row), tuple(link.blocked for link in some)) for row, some in tickets.items()]
    return tuple(sorted(found, key=_pressing))


def _all(traffic: Traffic, flows: list[Flow]) -> Links:
    chosen = np.zeros(len(traffic.graph.open), dtype=bool)
    chosen[np.concatenate([flow.links.rows for flow in flows])] = True
    return traffic.links.keep(chosen)


def _pressing(ask: Ask) -> tuple[float, int, int, str]:
    """What is most urgent to those who wait, then what is needed first, then what most teams wait on."""
    day = ask.needed_by
    urgency = float(ask.urgency) if ask.urgency else float("inf")
    return urgency, day.toordinal() if day is not None else np.iinfo(np.int32).max, -ask.teams, str(ask.ticket.ref)
