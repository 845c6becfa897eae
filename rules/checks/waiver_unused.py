"""DT110 waiver-unused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.deadlines import standing_on
from rules.rule import Finding, Rule, Severity
from rules.views import IssueView, LinkView
from rules.waivers import FALLBACKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.waivers import WaiverView

OUTLIVING = frozenset({"DT203", "migration-due", "DT205", "away-team-overstays"})
"""Rules that speak of links that are over."""


@dataclass(frozen=True, kw_only=True)
class WaiverUnused(Rule):
    """A risk is accepted that is not there.

    ## What it does
    Reports a waiver in force for whose links nothing has to be accepted: they are gone, have ended, lead to no other
    team, or have a fallback that stands and is begun. A waiver that has lapsed is reported beside any fallback that
    stands; else it is spent.

    ## Why is this bad
    It is silent about the next link of its issue too, for which nobody has weighed anything.

    ## How to resolve
    Take it back: `/detour unwaive` on the issue, or remove it from the policy's file.
    """

    code = "DT110"
    name = "waiver-unused"
    severity = Severity.INFO

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding an issue."""
        unused: dict[int, list[WaiverView]] = {}
        for view in graph.waivers:
            if _is_unused(graph, view):
                unused.setdefault(view.row.issue, []).append(view)
        for row, views in unused.items():
            about = sorted({str(view.waiver.blocker or "whatever blocks it") for view in views})
            yield self.on_issue(
                IssueView(graph, row),
                f"the waiver for {', '.join(about)} has nothing to accept",
                "take it back with /detour unwaive, or remove it from the policy",
                links=tuple(LinkView(graph, link) for view in views for link in view.links),
            )


def _is_unused(graph: Graph, view: WaiverView) -> bool:
    """Of another rule than those on fallbacks only the links are known: it may need the waiver while one is open.

    Rules that outlive links may need it as long as there are any, and the organisation's own inside a team too.
    """
    own = {word for rule in graph.policy.own_rules for word in (rule.code, rule.name)}
    if view.in_force and (view.waiver.rule in own or (own and view.waiver.rule is None)):
        return not any(graph.open[link] for link in view.links)
    if view.waiver.rule in OUTLIVING:
        return view.in_force and not any(graph.crosses[link] for link in view.links)
    asking = [link for link in view.links if graph.open[link] and graph.crosses[link]]
    bare = [link for link in asking if not graph.judged.covered[link]]
    if not view.in_force:
        return bool(asking) and not bare
    if view.waiver.rule is None:
        return not bare and all(_begun(LinkView(graph, link)) for link in asking)
    return not (bare if view.waiver.rule in FALLBACKS else asking)


def _begun(link: LinkView) -> bool:
    """Whether no rule asks that a fallback of a covered link be started."""
    return any(one.ticket.begun for one in standing_on(link))
