"""What an issue says itself, repeated as it was understood, so that its author can see what was not."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rules.interpretation import ASKS_FOR_HELP, REFUSALS
from rules.statements import (
    Acknowledgement,
    Child,
    Cost,
    Drop,
    Duplicate,
    Fallback,
    FallbackKind,
    Migration,
    Source,
    Wait,
    Waiver,
)
from service.speech.document import Address, Code, Name, Quoted, Words, capitalised, line
from service.speech.visibility import told_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rules.model import NearMiss, Ref
    from rules.statements import Said, Statement
    from rules.views import LinkView
    from service.speech.document import Line

SAID_BY = MappingProxyType(
    {
        Source.NATIVE: "a native link",
        Source.LINK_TYPE: "a link",
        Source.REMOTE_LINK: "a remote link",
        Source.DESCRIPTION: "the description",
        Source.COMMENT: "a comment",
        Source.COMMAND: "a command",
        Source.PAGE: "a page of Detour",
    }
)
KINDS = MappingProxyType(
    {
        FallbackKind.OTHER: "",
        FallbackKind.HACK: "a hack",
        FallbackKind.REBUILD: "a rebuild",
        FallbackKind.AWAY_TEAM: "an away team",
        FallbackKind.SMALLER_SCOPE: "a smaller scope",
    }
)


def echo(statement: Statement, here: Ref) -> Line | None:
    """A statement that the issue makes itself; ``None`` for what others say of it. Its refs stand there already.

    What replaces a fallback is told together with it.
    """
    if told_on(statement).address != here.address or isinstance(statement, Migration):
        return None
    if isinstance(statement, Waiver):
        return _waived(statement)
    return line(*capitalised(_told(statement, here)), " (", _source(statement.said), ")", *_in_words(statement.said))


def almost(miss: NearMiss) -> Line:
    """A line that says nothing to Detour, and the one that would; or a command, and why it was not carried out."""
    instead = Code(miss.instead)
    if not miss.why:
        return line(Quoted(miss.line), " is not understood. This would be: ", instead)
    if miss.why == ASKS_FOR_HELP:
        return line(Quoted(miss.line), f": {miss.why}: ", instead)
    why = Words(miss.why) if miss.why in REFUSALS else Quoted(miss.why)
    would = line(". This would be: ", instead) if miss.instead else line(".")
    return line(Quoted(miss.line), " was not carried out: ", why, would)


def by_whom(link: LinkView) -> Line:
    """Who says that a link exists."""
    return line(" by ", listed(dict.fromkeys(_source(said) for said in link.sources)))


def listed(parts: Iterable[Line]) -> Line:
    """Several things as people list them: a, b and c."""
    whole = list(parts)
    gaps = ["", *[", "] * (len(whole) - 2), *[" and "] * (len(whole) > 1)]
    return tuple(piece for gap, part in zip(gaps, whole, strict=False) for piece in line(*([gap] if gap else []), part))


def _told(statement: Wait | Fallback | Duplicate | Child | Drop | Acknowledgement, here: Ref) -> Line:
    match statement:
        case Wait(blocked=blocked, blocker=blocker):
            return line(*_subject(blocked, here), "waits on ", Address(blocker))
        case Fallback():
            return _fallback(statement)
        case Acknowledgement():
            return line("what is asked for here was understood, which is no promise")
        case Duplicate(copy=copy, original=original):
            return line(*_subject(copy, here), "is a duplicate of ", Address(original))
        case Child(child=child, parent=parent):
            return line(*_subject(child, here), "is a part of ", Address(parent))
        case Drop(blocker=blocker, because=because):
            link = line("The link to ", Address(blocker)) if blocker else line("Every link of this")
            return line(link, " has ended, because: ", Quoted(because))


def _subject(ref: Ref, here: Ref) -> Line:
    return () if ref.address == here.address else line(Address(ref), " ")


def _fallback(said: Fallback) -> Line:
    against = (
        line("fallback for ", Address(said.blocker)) if said.blocker else line("fallback for whatever this waits on")
    )
    terms = [term for term in (KINDS[said.kind], *costs_in_words(said.cost)) if term]
    kind = f", {', '.join(terms)}" if terms else ""
    migration = line(", then ", Address(said.migration)) if said.migration else ()
    return line(against, ": ", Address(said.ticket), kind, migration)


def costs_in_words(cost: Cost) -> Iterator[str]:
    """What a fallback costs, as far as that was said: ``build 3d``."""
    for name, days, unit in (
        ("build", cost.build, "d"),
        ("keep", cost.keep, "d a month"),
        ("remove", cost.remove, "d"),
    ):
        if days is not None:
            yield f"{name} {days:g}{unit}"


def _waived(waiver: Waiver) -> Line:
    link = line("The wait on ", Address(waiver.blocker)) if waiver.blocker else line("Every wait of this")
    rule = line(" for ", Name(waiver.rule)) if waiver.rule else ()
    until = f" until {waiver.until}" if waiver.until else ""
    return line(link, rule, f" is waived{until} by ", Quoted(waiver.author), ", because: ", Quoted(waiver.because))


def _source(said: Said) -> Line:
    named = said.source is Source.LINK_TYPE and said.words
    return line("the link type ", Name(said.words)) if named else line(SAID_BY[said.source])


def _in_words(said: Said) -> Line:
    return () if said.source is Source.LINK_TYPE or not said.words else line(": ", Quoted(said.words))
