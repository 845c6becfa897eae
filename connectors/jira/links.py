"""Which end of a Jira link waits, is the fallback, or is the copy: by configuration, else by the phrases.

A link is listed on both its issues. An issue that lists the other one as ``inwardIssue`` reads the inward phrase:
"PAY-1 is blocked by SHOP-2". Which of the two phrases means waiting differs from type to type, so names prove nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from connectors.jira.dialect import folded
from rules.statements import Duplicate, Fallback, Wait

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connectors.jira.dialect import JiraDialect
    from connectors.jira.documents import LinkType
    from rules.model import Ref
    from rules.statements import Said, Statement

    Stating = Callable[[Ref, Ref, Said], Statement]

WAITING_PHRASES = frozenset({"is blocked by", "depends on", "requires", "waits for", "has to be done after"})
FALLBACK_PHRASES = frozenset({"is fallback for", "is a fallback for", "is the fallback for", "is fallback of"})
COPY_PHRASES = frozenset({"duplicates"})
BLOCKING_PHRASES = frozenset({"blocks", "is required by", "is depended on by", "has to be done before"})
HAVING_PHRASES = frozenset({"has fallback", "has a fallback"})


class Meaning(Enum):
    """What the issue that lists a link is in it."""

    WAITS = "waits"
    IS_WAITED_FOR = "is waited for"
    IS_FALLBACK = "is fallback"
    HAS_FALLBACK = "has fallback"
    IS_COPY = "is copy"
    HAS_COPY = "has copy"
    NOTHING = "nothing"


ENDS = (
    (WAITING_PHRASES, Meaning.WAITS, Meaning.IS_WAITED_FOR),
    (FALLBACK_PHRASES, Meaning.IS_FALLBACK, Meaning.HAS_FALLBACK),
    (COPY_PHRASES, Meaning.IS_COPY, Meaning.HAS_COPY),
)

ALONE = (
    (WAITING_PHRASES, Meaning.WAITS),
    (BLOCKING_PHRASES, Meaning.IS_WAITED_FOR),
    (FALLBACK_PHRASES, Meaning.IS_FALLBACK),
    (HAVING_PHRASES, Meaning.HAS_FALLBACK),
)
"""What a phrase says where there is no second one beside it."""

STATES: Final[Mapping[Meaning, Stating]] = {
    Meaning.WAITS: Wait,
    Meaning.IS_WAITED_FOR: lambda here, there, said: Wait(there, here, said),
    Meaning.HAS_FALLBACK: Fallback,
    Meaning.IS_FALLBACK: lambda here, there, said: Fallback(there, here, said),
    Meaning.IS_COPY: Duplicate,
    Meaning.HAS_COPY: lambda here, there, said: Duplicate(there, here, said),
}
"""The statement of a role: of the issue in it, and of the other one."""

MOST_TYPES: Final = 1000
LONGEST_NAME: Final = 255
"""Characters of a link type's name or phrase; Jira's own limit."""


@dataclass(frozen=True, slots=True)
class Roles:
    """What a link of one type states, read from either side; ``None`` where it states nothing.

    ``settled``: the configuration says of the type what it means, if only that it means nothing here.
    """

    inward: Stating | None
    outward: Stating | None
    settled: bool


class LinkTypes:
    """The link types of one site, each understood once: a site has a few, and a link or two an issue."""

    def __init__(self, dialect: JiraDialect) -> None:
        self._dialect = dialect
        self._known: dict[LinkType, Roles] = {}

    def roles(self, link: LinkType) -> Roles:
        """What a link of that type states."""
        known = self._known.get(link)
        if known is None:
            inward, outward = (STATES.get(meaning(link, side, self._dialect)) for side in ("inward", "outward"))
            known = Roles(inward, outward, folded(link.name or "") in self._dialect.blocking)
            if len(self._known) < MOST_TYPES and _is_short(link):
                self._known[link] = known
        return known


def meaning(link: LinkType, side: str, dialect: JiraDialect) -> Meaning:
    """What an issue is in a link that it reads from ``side``, ``inward`` or ``outward``."""
    name = folded(link.name or "")
    if name in dialect.blocking:
        waits = dialect.blocking[name]
        if waits == "neither":
            return Meaning.NOTHING
        return Meaning.WAITS if waits == side else Meaning.IS_WAITED_FOR
    by_phrase = _by_phrase(folded(link.inward or ""), folded(link.outward or ""), side)
    if by_phrase is Meaning.NOTHING and name in dialect.fallback:
        return Meaning.IS_FALLBACK if dialect.fallback[name] == side else Meaning.HAS_FALLBACK
    return by_phrase


def meaning_alone(phrase: str) -> Meaning:
    """What an issue is in a link out of its Jira, of which only its own phrase is known."""
    spoken = folded(phrase)
    return next((role for phrases, role in ALONE if spoken in phrases), Meaning.NOTHING)


def said_by(role: Meaning, here: Ref, there: Ref, said: Said) -> Statement | None:
    """What a link states: ``here`` is the issue in that role, ``there`` the other one."""
    state = STATES.get(role)
    return None if state is None else state(here, there, said)


def _is_short(link: LinkType) -> bool:
    """Whether it is no larger than Jira lets it be; documents are untrusted, and what is known of them is kept."""
    return all(len(text or "") <= LONGEST_NAME for text in (link.name, link.inward, link.outward))


def _by_phrase(inward: str, outward: str, side: str) -> Meaning:
    """Settled where exactly one of the two phrases says it; "is blocked by" on both ends says nothing."""
    own, other = (inward, outward) if side == "inward" else (outward, inward)
    for phrases, here, there in ENDS:
        if (own in phrases) != (other in phrases):
            return here if own in phrases else there
    return Meaning.NOTHING
