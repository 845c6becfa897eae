"""DT405 released."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NEVER
from rules.rule import Finding, Rule, Severity
from rules.views import IssueView, LinkView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from rules.columns import Mask
    from rules.graph import Graph
    from rules.links import Links


@dataclass(frozen=True, kw_only=True)
class Released(Rule):
    """The last thing that an issue waited on has come.

    ## What it does
    Tells of an open issue whose last blocker of another team was seen to become done, for `days` after that day. It
    must have been seen open before: what was done when Detour first read it is no news.

    ## Why is this bad
    It is good. Only, nobody tells those who wait that they can go on, and so they go on waiting.

    ## How to resolve
    Go on with the issue. If a fallback was begun, decide which of the two ways is gone to its end.
    """

    code = "DT405"
    name = "released"
    severity = Severity.INFO
    speaks = True
    days: int = 14

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding an issue, with the links whose blockers came of late, the last one first."""
        for issue, links in self._freed(graph).items():
            last = links[0].blocker
            yield self.on_issue(
                IssueView(graph, issue),
                f"{last.ref} ({last.team.name}) is done since {last.came:%d %b %Y}; no other team is waited for",
                f"go on with {links[0].blocked.ref}",
                links=tuple(links),
            )

    def _freed(self, graph: Graph) -> dict[int, list[LinkView]]:
        blocked = graph.columns.waits.blocked
        links = graph.over(_unbound(graph)).across_teams()
        last_unseen = _last_unseen(links)
        found: defaultdict[int, list[LinkView]] = defaultdict(list)
        for row in self._fresh(links).tolist():
            found[int(blocked[row])].append(LinkView(graph, row))
        return {issue: links for issue, links in found.items() if _came(links[0]) >= last_unseen[issue]}

    def _fresh(self, links: Links) -> NDArray[np.intp]:
        """The links whose blocker was seen to come of late, after their issue was made; the last one first."""
        graph, waits, progress = links.graph, links.graph.columns.waits, links.graph.columns.progress
        came = progress.came[waits.blocker[links.rows]]
        waited = (came != NEVER) & (progress.created[waits.blocked[links.rows]] <= came)
        fresh = np.flatnonzero(waited)[~graph.past(came[waited], self.days + 1)]
        return np.asarray(links.rows[fresh[np.argsort(-came[fresh], kind="stable")]])


def _unbound(graph: Graph) -> Mask:
    """The judged issues that wait on no other team, and of which a blocker was seen to come."""
    waits = graph.columns.waits
    seen = np.zeros(len(graph.columns), dtype=bool)
    seen[waits.blocked[graph.columns.progress.came[waits.blocker] != NEVER]] = True
    seen[waits.blocked[graph.open & graph.crosses]] = False
    return np.asarray(graph.inside & seen)


def _last_unseen(links: Links) -> NDArray[np.int32]:
    """For each issue, the last day on which a blocker ended that was never seen open."""
    waits, progress = links.graph.columns.waits, links.graph.columns.progress
    rows = links.rows[progress.came[waits.blocker[links.rows]] == NEVER]
    last = np.full(len(links.graph.columns), NEVER, dtype=np.int32)
    np.maximum.at(last, waits.blocked[rows], progress.closed[waits.blocker[rows]])
    return last


def _came(link: LinkView) -> int:
    return int(link.graph.columns.progress.came[link.blocker.row])
