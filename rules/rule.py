"""The contract of a rule: what it is called, what it says of itself, and how it reports."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import Enum, IntEnum
from inspect import cleandoc
from typing import TYPE_CHECKING, ClassVar

from rules.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rules.graph import Graph, Links
    from rules.model import Ref
    from rules.views import Container, FallbackView, IssueView, LinkView


class Severity(IntEnum):
    """How much a finding matters. ``REPORT`` goes to pages and audits, never onto an issue."""

    REPORT = 0
    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        """As configuration and reports write it."""
        return self.name.lower()


class Reach(Enum):
    """How far a change may change the rule's findings: along a link, a plan, or the whole organisation."""

    LINK = "link"
    PLAN = "plan"
    REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule reports about an issue, with the links that prove it.

    ``message`` is one clause that names the evidence; ``action`` the one thing to do about it. ``speaks``: it may
    cause a comment. ``ticket`` is the declared fallback that it is about, if any.
    """

    code: str
    name: str
    severity: Severity
    speaks: bool
    issue: IssueView | Container
    links: tuple[LinkView, ...]
    message: str
    action: str
    ticket: IssueView | None = None

    @property
    def key(self) -> str:
        """The same for the same violation in every audit: it leaves wording, severity and evidence's way out."""
        ends = [self.issue.ref, *(link.blocker.ref for link in self.links[:1])]
        if self.ticket is not None:
            ends.append(self.ticket.ref)
        return ":".join([self.code, *(f"{end.site}/{end.text}" for end in ends)])


SHOWN = 6
"""How many issues a message names before it counts the rest."""


def named(refs: Iterable[Ref]) -> str:
    """Several issues in words: ``A-1, A-2 and A-3``, or ``A-1, A-2 and 7 more``."""
    words = [str(ref) for ref in refs]
    if len(words) > SHOWN:
        words[SHOWN:] = [f"{len(words) - SHOWN} more"]
    return " and ".join([", ".join(words[:-1]), *words[-1:]]) if len(words) > 1 else "".join(words)


@dataclass(frozen=True, kw_only=True)
class Rule(ABC):
    """One demand of the rulebook. Its fields are its settings, its docstring is its documentation."""

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    reach: ClassVar[Reach] = Reach.LINK
    speaks: ClassVar[bool] = False

    @abstractmethod
    def check(self, graph: Graph) -> Iterator[Finding]:
        """What the rule finds on the judged issues of a graph."""

    @classmethod
    def documentation(cls) -> str:
        """What it does, why it is bad, how to resolve, as Markdown."""
        return cleandoc(cls.__doc__ or "")

    def asking_others(self, graph: Graph) -> Links:
        """The links that want a plan B, as far as this rule is not waived on them: open, across teams, not dropped.

        A dropped blocker without a standing fallback is the matter of one rule alone.
        """
        waiting = graph.waiting().across_teams().blocker_is_not(State.DROPPED)
        return waiting.not_waived(self.code, self.name)

    def on_link(self, link: LinkView, message: str, action: str, *, severity: Severity | None = None) -> Finding:
        """A finding on a link's blocked issue. ``severity`` where it is not the rule's own."""
        return self._finding(link.blocked, (link,), message, action, severity=severity)

    def on_fallback(
        self, fallback: FallbackView, message: str, action: str, also: tuple[LinkView, ...] = ()
    ) -> Finding:
        """A finding on a false fallback: info where another fallback stands beside it."""
        link = fallback.link
        return Finding(
            code=self.code,
            name=self.name,
            severity=Severity.INFO if fallback.beside_standing else self.severity,
            speaks=self.speaks and not fallback.beside_standing,
            issue=link.blocked,
            links=(link, *also),
            message=message,
            action=action,
            ticket=fallback.ticket,
        )

    def on_issue(
        self,
        issue: IssueView | Container,
        message: str,
        action: str,
        *,
        links: tuple[LinkView, ...] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """A finding on an issue or a container as a whole."""
        return self._finding(issue, links, message, action, severity=severity)

    def _finding(
        self,
        issue: IssueView | Container,
        links: tuple[LinkView, ...],
        message: str,
        action: str,
        *,
        severity: Severity | None,
    ) -> Finding:
        weight = self.severity if severity is None else severity
        return Finding(
            code=self.code,
            name=self.name,
            severity=weight,
            speaks=self.speaks and weight >= self.severity,
            issue=issue,
            links=links,
            message=message,
            action=action,
        )
