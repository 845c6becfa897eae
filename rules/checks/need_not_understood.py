"""DT302 need-not-understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.asks import asked_on, asked_since, unanswered
from rules.rule import Finding, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.views import LinkView


@dataclass(frozen=True, kw_only=True)
class NeedNotUnderstood(Rule):
    """A team was asked for work, and has not said that it understood what is needed.

    ## What it does
    Reports a link to another team's open issue that nobody there has acknowledged (`/detour understood`) or begun,
    `unanswered_days` after the younger of the two issues was made: the ask is not older than that. Where that day is
    not known, nothing is said. With a fallback that stands or a waiver it is shown on the page only.

    ## Why is this bad
    An ask that was never understood can be neither planned nor declined. An acknowledgement is no promise, but it
    tells that the ask arrived.

    ## How to resolve
    Explain to the team what is needed and why; someone of theirs answers on their issue: `/detour understood`.
    """

    code = "DT302"
    name = "need-not-understood"
    severity = Severity.INFO
    by_default = False  # for good: only organisations that want acknowledgements ask for them
    unanswered_days: int = 14

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a link."""
        links = unanswered(graph).past(asked_on(graph), self.unanswered_days)
        yield from self.on_links(links, _message, _action)


def _message(link: LinkView) -> str:
    team, ref, since = link.blocker.team.name, link.blocker.ref, asked_since(link)
    return f"{team} has not said that it understood {ref}; both issues exist since {since:%d %b %Y}"


def _action(link: LinkView) -> str:
    return f"tell {link.blocker.team.name} why {link.blocker.ref} is needed; /detour understood there is their answer"
