"""DT503 asks-ignored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.asks import asked_on, asked_since, unanswered
from rules.columns import NEVER
from rules.model import State
from rules.rule import Finding, Reach, Rule, Severity, counted
from rules.traffic import evidence, grouped
from rules.wholes import TeamView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from rules.columns import Integers
    from rules.graph import Graph
    from rules.links import Links


@dataclass(frozen=True, kw_only=True)
class AsksIgnored(Rule):
    """A team gets its own work done, and what others ask of it gets no answer.

    ## What it does
    Reports a team at which other teams' asks have been open for `unanswered_days` with no answer (nobody has begun
    them, and nobody wrote `/detour understood`), if since the first of these it has done at least `closed` issues
    that no other team waited on. An ask counts from the day on which both issues exist.

    ## Why is this bad
    Those who wait plan with work that nobody may ever have looked at. A no would help them more.

    ## How to resolve
    Answer, either way. If there are more asks than one can answer, name an integrator who weighs them.
    """

    code = "DT503"
    name = "asks-ignored"
    severity = Severity.REPORT
    reach = Reach.REPORT
    unanswered_days: int = 30
    closed: int = 1

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a team, those with the most asks first."""
        waits, team = graph.columns.waits, graph.columns.issues.team
        links = unanswered(graph).past(asked_on(graph), self.unanswered_days)
        asks = grouped(links, team[waits.blocker[links.rows]])
        done = _done_since(graph, _first_asks(links))
        for row in sorted(asks, key=lambda row: -len(asks[row])):
            if done[row] >= self.closed:
                yield self._on_team(TeamView(graph.columns.teams[row]), asks[row], int(done[row]))

    def _on_team(self, team: TeamView, asks: Links, done: int) -> Finding:
        days = [day for link in asks if (day := asked_since(link)) is not None]
        many, own = counted(len(days), "ask"), counted(done, "issue")
        return self.on_issue(
            team,
            f"{many} of other teams at {team.title} without an answer for {self.unanswered_days} days or more, "
            f"the oldest since {min(days):%d %b %Y}; {own} of its own done since then",
            "answer them, either way; an integrator can weigh what one team cannot do all",
            links=evidence([asks]),
        )


def _first_asks(asks: Links) -> Integers:
    """The day of each team's first ask; ``NEVER`` for those that have none."""
    graph = asks.graph
    team = graph.columns.issues.team[graph.columns.waits.blocker[asks.rows]]
    first = np.full(len(graph.columns.teams), np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(first, team, asked_on(graph)[asks.rows])
    return np.where(np.isin(np.arange(len(first)), team), first, NEVER)


def _done_since(graph: Graph, first: Integers) -> NDArray[np.intp]:
    """How many issues, on which no other team waited, each team has done since a day; none where there is no day."""
    issues, closed, waits = graph.columns.issues, graph.columns.progress.closed, graph.columns.waits
    own = issues.state == State.DONE
    own[waits.blocker[graph.crosses]] = False
    since = first[issues.team]
    own &= (closed != NEVER) & (since != NEVER) & (closed >= since)
    return np.bincount(issues.team[own], minlength=len(first))
