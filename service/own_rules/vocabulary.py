"""What an expression may speak of: a link, and the two issues that it connects.

Everything here is seen from the link alone, so that a link judged by itself gives what the audit of everything gives.
An issue's title is not here: a new title judges nothing anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from rules.asks import asked_since
from rules.model import State
from rules.text.fallback_terms import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from rules.graph import Graph
    from rules.views import IssueView, LinkView

Value: TypeAlias = "str | int | bool | list[str] | None"

STATES: Final = {
    State.OPEN: "open",
    State.DONE: "done",
    State.DROPPED: "dropped",
    State.UNKNOWN: "unknown",
    State.GONE: "gone",
    State.SUPPLIER: "supplier",
}
_KIND_WORDS: Final = {kind: word for word, kind in KINDS.items()}


class Kind(Enum):
    """What sort of value a term has, as people are told it."""

    TEXT = "text"
    TEXTS = "a list of texts"
    NUMBER = "a whole number"
    TRUTH = "true or false"


@dataclass(frozen=True, slots=True)
class Term:
    """One name that expressions may use. ``may_lack``: it is null where nothing tells; ``passes``: time changes it."""

    name: str
    kind: Kind
    says: str
    value: Callable[[LinkView], Value]
    may_lack: bool = False
    passes: bool = False


@dataclass(frozen=True, slots=True)
class _Trait:
    """What is said of an issue, whichever end of the link it is."""

    name: str
    kind: Kind
    says: str
    value: Callable[[IssueView], Value]
    may_lack: bool = False
    passes: bool = False

    def of(self, end: str, issue: Callable[[LinkView], IssueView]) -> Term:
        """The same of one end."""
        value = partial(_through, issue, self.value)
        return Term(f"{end}.{self.name}", self.kind, self.says, value, self.may_lack, self.passes)


def _through(issue: Callable[[LinkView], IssueView], value: Callable[[IssueView], Value], link: LinkView) -> Value:
    return value(issue(link))


def _since(graph: Graph, day: date | None) -> int | None:
    return None if day is None else (graph.as_of - day).days


def _until(graph: Graph, day: date | None) -> int | None:
    return None if day is None else (day - graph.as_of).days


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _declared(link: LinkView) -> bool:
    return bool(link.graph.declared[link.row])


def _standing_kinds(link: LinkView) -> list[str]:
    return sorted({_KIND_WORDS[one.kind] for one in link.fallbacks if one.stands})


def _sources(link: LinkView) -> list[str]:
    return sorted({one.source.value for one in link.sources})


_OF_LINKS: Final = (
    Term("link.across", Kind.TRUTH, "it leads from one team to another", lambda link: link.crosses),
    Term("link.covered", Kind.TRUTH, "a fallback stands for it", lambda link: link.covered),
    Term("link.declared", Kind.TRUTH, "a fallback is declared for it, standing or not", _declared),
    Term(
        "link.fallback_kinds", Kind.TEXTS, "of the fallbacks that stand: hack, rebuild, away team ...", _standing_kinds
    ),
    Term("link.sources", Kind.TEXTS, "who says so: native, link type, description, command ...", _sources),
    Term(
        "link.days_waited",
        Kind.NUMBER,
        "since the younger of the two issues was made",
        lambda link: _since(link.graph, asked_since(link)),
        may_lack=True,
        passes=True,
    ),
)
_OF_ISSUES: Final = (
    _Trait("ref", Kind.TEXT, "PAY-311, acme/web#12", lambda one: str(one.ref)),
    _Trait("site", Kind.TEXT, "jira/acme, github/acme", lambda one: one.ref.site),
    _Trait("tracker", Kind.TEXT, "jira, github or vendor", lambda one: one.ref.tracker),
    _Trait("container", Kind.TEXT, "jira:PAY, github:acme/web", lambda one: one.container),
    _Trait(
        "team", Kind.TEXT, "its table's name under [teams]; its container where none owns it", lambda one: one.team.slug
    ),
    _Trait("owned", Kind.TRUTH, "a configured team owns it", lambda one: one.team.configured),
    _Trait("read", Kind.TRUTH, "it was read itself, and is in scope", lambda one: one.read),
    _Trait("state", Kind.TEXT, "open, done, dropped, unknown, gone or supplier", lambda one: STATES[one.state]),
    _Trait("labels", Kind.TEXTS, "as the tracker writes them", lambda one: list(one.labels)),
    _Trait("priority", Kind.TEXT, 'the tracker\'s word, or ""', lambda one: one.priority),
    _Trait(
        "urgency",
        Kind.NUMBER,
        "1 for the most urgent of `priorities`",
        lambda one: one.urgency or None,
        may_lack=True,
    ),
    _Trait("planned", Kind.TRUTH, "it counts as planned", lambda one: one.planned),
    _Trait("started", Kind.TRUTH, "somebody has begun it, or has done it", lambda one: one.started),
    _Trait("assigned", Kind.TRUTH, "somebody has it", lambda one: bool(one.assignees)),
    _Trait("understood", Kind.TRUTH, "its team said that it understood", lambda one: one.understood),
    _Trait("because", Kind.TEXT, 'what it says it is needed for, or ""', lambda one: one.need.because),
    _Trait(
        "needed_by",
        Kind.TEXT,
        '"2026-12-24", its own or its parent\'s date',
        lambda one: _written(one.needed_by),
        may_lack=True,
    ),
    _Trait(
        "days_left",
        Kind.NUMBER,
        "until it is needed; below 0 afterwards",
        lambda one: _until(one.graph, one.needed_by),
        may_lack=True,
        passes=True,
    ),
    _Trait(
        "days_old",
        Kind.NUMBER,
        "since it was made",
        lambda one: _since(one.graph, one.created),
        may_lack=True,
        passes=True,
    ),
    _Trait(
        "days_quiet",
        Kind.NUMBER,
        "since people last changed it",
        lambda one: _since(one.graph, one.moved),
        may_lack=True,
        passes=True,
    ),
)

TERMS: Final[tuple[Term, ...]] = (
    *_OF_LINKS,
    *(trait.of("blocked", lambda link: link.blocked) for trait in _OF_ISSUES),
    *(trait.of("blocker", lambda link: link.blocker) for trait in _OF_ISSUES),
)
"""All names, those of the link first."""
