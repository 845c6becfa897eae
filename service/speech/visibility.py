"""What readers of one issue may be told of other issues (rulebook, section 6, "Privacy").

A comment is read by everyone who may read its issue, but the model was read with wider eyes. So every ref, title and
team in a comment passes here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from rules.model import Ref, State
from rules.statements import Acknowledgement, Child, Drop, Duplicate, Fallback, Migration, Source, Wait, Waiver
from service.speech.document import Address, Name, Words, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rules.statements import Statement
    from rules.views import IssueView
    from service.speech.document import Inline, Line

HIDDEN = Words("an issue in another project")
HIDDEN_SUPPLIER = Words("an outside supplier")
HIDDEN_TEAM = Words("another team")

SHOWN_ON_BOTH_ENDS = frozenset({Source.NATIVE, Source.LINK_TYPE})
"""The tracker itself shows these on either issue, whichever of them was read."""

Groups = tuple[tuple[str, ...], ...]


def in_one_group(groups: Groups, one: Ref, other: Ref) -> bool:
    """Whether some visibility group names the containers of both issues, by globs like ``github:acme/pay-*``."""
    return any(_named(group, one) and _named(group, other) for group in groups)


def stated_on(here: Ref, statements: Iterable[Statement]) -> frozenset[tuple[str, str]]:
    """The addresses that readers of an issue find there anyway: in its text, and as links that its tracker shows."""
    found: set[tuple[str, str]] = set()
    for statement in statements:
        if isinstance(statement, Waiver):
            continue
        ends = {end.address for end in ends_of(statement)}
        native = statement.said.source in SHOWN_ON_BOTH_ENDS and here.address in ends
        if native or statement.said.where.address == here.address:
            found |= ends
    return frozenset(found)


def told_on(statement: Statement) -> Ref:
    """The issue that a statement is of: whose text it is in, or whose waiting, copy, part or fallback a link tells.

    A link of the tracker is that of one end, whichever of them was read last, so that reading alone changes no words.
    """
    if isinstance(statement, Waiver):
        return statement.issue
    if statement.said.source in SHOWN_ON_BOTH_ENDS:
        return next(ends_of(statement))
    return statement.said.where


@dataclass(frozen=True, slots=True)
class Sight:
    """What may be shown on the issue ``here``. ``stated`` holds the addresses that are named on it."""

    here: IssueView
    stated: frozenset[tuple[str, str]]

    def shows(self, other: IssueView) -> bool:
        """Whether an issue's ref and team may be named."""
        return self.shows_title(other) or other.ref.address in self.stated

    def shows_title(self, other: IssueView) -> bool:
        """Whether an issue's title may be quoted too: a ref that somebody wrote here does not bring its title."""
        here, there = self.here.ref, other.ref
        same = (here.site, here.container.casefold()) == (there.site, there.container.casefold())
        return same or in_one_group(self.here.graph.policy.visibility, here, there)

    def ref(self, other: IssueView) -> Inline:
        """An issue by its ref alone."""
        if self.shows(other):
            return Address(other.ref, other.url)
        return HIDDEN_SUPPLIER if other.state is State.SUPPLIER else HIDDEN

    def team(self, other: IssueView) -> Inline:
        """The team of an issue."""
        return Name(other.team.name) if self.shows(other) else HIDDEN_TEAM

    def with_team(self, other: IssueView) -> Line:
        """An issue by its ref, and its team where one is configured: else the ref tells the project already."""
        return line(self.ref(other), *self._team_beside(other))

    def in_full(self, other: IssueView) -> Line:
        """An issue by its ref, title and team."""
        if self.shows_title(other):
            return line(Address(other.ref, other.url, other.title), *self._team_beside(other))
        return self.with_team(other)

    def _team_beside(self, other: IssueView) -> Line:
        if other.team.configured and self.shows(other):
            return line(" (", Name(other.team.name), ")")
        return ()


def _named(group: tuple[str, ...], ref: Ref) -> bool:
    container = f"{ref.tracker}:{ref.container}".casefold()
    return any(fnmatchcase(container, pattern.casefold()) for pattern in group)


def ends_of(statement: Statement) -> Iterator[Ref]:
    """The issues that a statement is about."""
    match statement:
        case Wait(blocked=one, blocker=other) | Duplicate(copy=one, original=other) | Child(child=one, parent=other):
            yield from (one, other)
        case Drop(blocked=one, blocker=blocker) | Waiver(issue=one, blocker=blocker):
            yield from (end for end in (one, blocker) if end is not None)
        case Acknowledgement(issue=one):
            yield one
        case Migration(issue=one, to=to, ticket=ticket):
            yield from (one, to, ticket)
        case Fallback():
            ends = (statement.issue, statement.ticket, statement.blocker, statement.migration)
            yield from (end for end in ends if end is not None)
