"""DT301 need-not-stated."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from rules.adjacency import climb
from rules.columns import NEVER
from rules.rule import Finding, Rule, Severity, named
from rules.views import IssueView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from rules.graph import Graph
    from rules.links import Links
    from rules.views import LinkView


@dataclass(frozen=True, kw_only=True)
class NeedNotStated(Rule):
    """An issue asks another team for work and says neither why nor by when.

    ## What it does
    Reports each issue with an open link to another team that has no date by which it is needed, from wherever, and
    no reason, of its own or of what it is a part of. It is one finding an issue, however many it waits on: the need
    is the issue's, and one line states it for all of them. One of the two is enough. Of an issue that nobody planned
    only reports tell.

    ## Why is this bad
    The asked team has to weigh it against all its other work, and can only guess.

    ## How to resolve
    Write one line on the waiting issue: `Needed because ...` or `Needed by 2026-12-01`. A due date, a sprint, a
    version or a milestone with a date will do too.
    """

    code = "DT301"
    name = "need-not-stated"
    severity = Severity.WARNING
    lasting = True

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding an issue."""
        dated = graph.needed_by[graph.columns.waits.blocked] != NEVER
        for row, links in _by_issue(self.asking_others(graph).keep(~dated)).items():
            shown = tuple(sorted(links, key=lambda link: link.blocker.ref))
            issue = IssueView(graph, row)
            severity = None if issue.planned else Severity.REPORT
            yield self.on_issue(issue, partial(_message, shown), _action, links=shown, severity=severity)


def _message(links: tuple[LinkView, ...], _: IssueView) -> str:
    return f"waits on {named(link.blocker.ref for link in links)} and says neither why nor by when"


def _action(issue: IssueView) -> str:
    return f"write on {issue.ref}: Needed because ..., or Needed by and a date"


def _by_issue(links: Links) -> dict[int, list[LinkView]]:
    """The links of each blocked issue that gives no reason."""
    graph = links.graph
    blocked = graph.columns.waits.blocked[links.rows]
    reasoned = _reasoned(graph, np.unique(blocked))
    found: defaultdict[int, list[LinkView]] = defaultdict(list)
    for row, link in zip(blocked.tolist(), links, strict=True):
        if row not in reasoned:
            found[row].append(link)
    return found


def _reasoned(graph: Graph, issues: NDArray[np.int32]) -> set[int]:
    """Those of the issues that say why they are needed, or are a part of one that does."""
    need = graph.columns.names.need
    found = {row for row in issues.tolist() if need(row).because}
    said: dict[int, bool] = {}
    for positions, ancestors in climb(graph.columns.issues.parent, issues):
        said.update((row, bool(need(row).because)) for row in set(ancestors.tolist()) - said.keys())
        pairs = zip(issues[positions].tolist(), ancestors.tolist(), strict=True)
        found.update(row for row, ancestor in pairs if said[ancestor])
    return found
