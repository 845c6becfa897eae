"""Statements as evidence shows them: each in our words, with the issues in their places, and by whom it was said."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from rules.statements import Acknowledgement, Child, Drop, Duplicate, Fallback, Migration, Wait, Waiver
from service.evidence.shown import Statement
from service.survey.shown import Issue

if TYPE_CHECKING:
    from collections.abc import Callable

    from rules.model import Ref
    from rules.statements import Statement as Said

    Named: TypeAlias = Callable[[Ref], Issue]


def statement_of(said: Said, named: Named) -> Statement:
    """One statement; ``named`` gives the issue at an address. Pure."""
    source = "" if isinstance(said, Waiver) else str(said.said)
    return Statement(type(said).__name__.lower(), _says(said, named), source)


def text_of(statement: Statement) -> str:
    """The same as a line."""
    says = "".join(part.ref if isinstance(part, Issue) else part for part in statement.says)
    return f"{says}  [{statement.source}]" if statement.source else says


def _says(said: Said, named: Named) -> tuple[Issue | str, ...]:  # noqa: PLR0911  # a kind, a line
    match said:
        case Wait(blocked=blocked, blocker=blocker):
            return named(blocked), " waits on ", named(blocker)
        case Fallback(issue=issue, ticket=ticket, blocker=blocker):
            return named(issue), " has the fallback ", named(ticket), " for ", _or(blocker, "whatever blocks it", named)
        case Duplicate(copy=copy, original=original):
            return named(copy), " is a duplicate of ", named(original)
        case Child(child=child, parent=parent):
            return named(child), " is a part of ", named(parent)
        case Drop(blocked=blocked, blocker=blocker, because=because):
            return named(blocked), " no longer waits on ", _or(blocker, "anything", named), f", because {because}"
        case Migration(issue=issue, to=to, ticket=ticket):
            return named(issue), " replaces its fallback ", named(ticket), " by ", named(to), " once that can be"
        case Acknowledgement(issue=issue):
            return "what ", named(issue), " asks for was understood"
        case Waiver(issue=issue, blocker=blocker, until=until, because=because):
            what = _or(blocker, "every blocker", named)
            return named(issue), " waives ", what, f" until {until}, because {because}"


def _or(ref: Ref | None, otherwise: str, named: Named) -> Issue | str:
    return otherwise if ref is None else named(ref)
