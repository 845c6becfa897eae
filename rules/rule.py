"""The contract of a rule: what it is called, what it says of itself, and how it reports."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import Enum, IntEnum
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar

from rules.model import State
from rules.views import FallbackView, LinkView
from rules.wholes import TeamView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rules.graph import Graph
    from rules.links import Links
    from rules.model import Ref
    from rules.views import IssueView
    from rules.wholes import Whole


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


Subject = TypeVar("Subject", bound="LinkView | FallbackView")
Words: TypeAlias = "str | Callable[[Subject], str]"
"""Words, or what makes them when someone reads them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule reports about an issue, with the links that prove it.

    ``speaks``: it may cause a comment. ``subject`` is what was found at fault, ``also`` more links that prove it. It is
    ``lasting`` if it is the same while these come and go.
    ``says`` and ``asks`` are the message and the action, or make them of the subject when someone reads them: most of
    a large audit's findings are counted and compared, not read.
    """

    code: str
    name: str
    severity: Severity
    speaks: bool
    subject: LinkView | FallbackView | Whole
    says: Words[Any]
    asks: Words[Any]
    also: tuple[LinkView, ...] = ()
    lasting: bool = False

    @property
    def issue(self) -> Whole:
        """The issue that it is on: of a link, the blocked one. Of a report, what it is about."""
        if isinstance(self.subject, FallbackView):
            return self.subject.link.blocked
        return self.subject.blocked if isinstance(self.subject, LinkView) else self.subject

    @property
    def links(self) -> tuple[LinkView, ...]:
        """The links that prove it, its own first."""
        if isinstance(self.subject, FallbackView):
            return self.subject.link, *self.also
        return (self.subject, *self.also) if isinstance(self.subject, LinkView) else self.also

    @property
    def ticket(self) -> IssueView | None:
        """The declared fallback that it is about, if any."""
        return self.subject.ticket if isinstance(self.subject, FallbackView) else None

    @property
    def message(self) -> str:
        """One clause that names the evidence."""
        return self._worded(self.says)

    @property
    def action(self) -> str:
        """The one thing to do about it."""
        return self._worded(self.asks)

    def _worded(self, words: Words[Any]) -> str:
        if isinstance(words, str):
            return words
        try:
            return str(words(self.subject))
        except Exception as error:  # noqa: BLE001  # a rule without words must not end the report of all others
            return f"{self.name} ({self.code}) could not be put in words: {type(error).__name__}: {error}"

    @property
    def key(self) -> str:
        """The same for the same violation in every audit: it leaves wording, severity and evidence's way out."""
        return ":".join([self.code, *(f"{end.site}/{end.text}" for end in self.key_ends)])

    @property
    def key_ends(self) -> list[Ref]:
        """The issues that make it this finding and no other."""
        if isinstance(self.subject, TeamView):
            return self.subject.refs
        ends = [self.issue.ref, *(link.blocker.ref for link in self.links[: 0 if self.lasting else 1])]
        return ends if self.ticket is None else [*ends, self.ticket.ref]


OF_FALLBACKS = frozenset({"DT101", "DT102", "DT103", "DT104", "DT105", "DT106"})
"""The rules that ask for a fallback, or doubt one."""
SHOWN = 6
"""How many issues a message names before it counts the rest."""


def named(refs: Iterable[Ref | str]) -> str:
    """Several issues, or anything else that has a name, in words: ``A-1, A-2 and A-3``, or ``A-1, A-2 and 7 more``."""
    words = [str(ref) for ref in refs]
    if len(words) > SHOWN:
        words[SHOWN:] = [f"{len(words) - SHOWN} more"]
    return " and ".join([", ".join(words[:-1]), *words[-1:]]) if len(words) > 1 else "".join(words)


def counted(count: int, noun: str, *, zero: str = "0") -> str:
    """``1 issue``, ``3 issues``, ``0 issues``; ``zero`` is another word for none."""
    return f"{count or zero} {noun}{'' if count == 1 else 's'}"


@dataclass(frozen=True, kw_only=True)
class Rule(ABC):
    """One demand of the rulebook. Its fields are its settings, its docstring is its documentation."""

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    reach: ClassVar[Reach] = Reach.LINK
    speaks: ClassVar[bool] = False
    lasting: ClassVar[bool] = False
    """Whether a finding on an issue as a whole is the same while the links that prove it come and go."""
    by_default: ClassVar[bool] = True
    """Whether it is on where nobody names it."""

    @abstractmethod
    def check(self, graph: Graph) -> Iterator[Finding]:
        """What the rule finds on the judged issues of a graph."""

    @classmethod
    def documentation(cls) -> str:
        """What it does, why it is bad, how to resolve, as Markdown."""
        return cleandoc(cls.__doc__ or "")

    def asking_others(self, graph: Graph) -> Links:
        """The links that want a plan B, as far as this rule is not waived on them: open, across teams, not dropped.

        A dropped blocker without a standing fallback is the matter of one rule alone, and so is an uncovered link whose
        waiver has lapsed.
        """
        waiting = graph.waiting().across_teams().blocker_is_not(State.DROPPED)
        wanting = waiting.not_waived(self.code, self.name)
        return wanting.keep(~graph.waivers.told_alone) if self.code in OF_FALLBACKS else wanting

    def on_link(
        self,
        link: LinkView,
        message: Words[LinkView],
        action: Words[LinkView],
        *,
        severity: Severity | None = None,
        speaks: bool = True,
    ) -> Finding:
        """A finding on a link's blocked issue. ``severity`` where it is not the rule's own: a lower one is silent."""
        return self._finding(link, message, action, severity=severity, speaks=speaks)

    def on_links(
        self,
        links: Links,
        message: Words[LinkView],
        action: Words[LinkView],
        severity: Severity | None = None,
    ) -> Iterator[Finding]:
        """One finding a link; on the page only where a fallback stands or a waiver is in force."""
        settled = links.graph.judged.covered | links.graph.waived(self.code, self.name)
        for link in links:
            weight = Severity.REPORT if settled[link.row] else severity
            yield self.on_link(link, message, action, severity=weight)

    def on_fallback(
        self,
        fallback: FallbackView,
        message: Words[FallbackView],
        action: Words[FallbackView],
        also: tuple[LinkView, ...] = (),
    ) -> Finding:
        """A finding on a false fallback: info where another fallback stands beside it."""
        severity = Severity.INFO if fallback.beside_standing else None
        return self._finding(fallback, message, action, severity=severity, also=also)

    def on_issue(
        self,
        issue: Whole,
        message: Words[Any],
        action: Words[Any],
        *,
        links: tuple[LinkView, ...] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """A finding on an issue, a container or a team as a whole."""
        return self._finding(issue, message, action, severity=severity, also=links)

    def _finding(
        self,
        subject: LinkView | FallbackView | Whole,
        says: Words[Any],
        asks: Words[Any],
        *,
        severity: Severity | None,
        speaks: bool = True,
        also: tuple[LinkView, ...] = (),
    ) -> Finding:
        weight = self.severity if severity is None else severity
        return Finding(
            code=self.code,
            name=self.name,
            severity=weight,
            speaks=speaks and self.speaks and weight >= self.severity,
            subject=subject,
            says=says,
            asks=asks,
            also=also,
            lasting=self.lasting,
        )
