"""Whether to speak, edit or be silent: the manners of rulebook section 6 as one table. Pure.

A new comment notifies people, so it needs an event that they have not been told of. Everything else is an edit. The
same holds for whom it mentions: only an event that calls for it has somebody mentioned anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.speech.mentions import called_in, calling
from service.speech.remarks import Tone
from service.speech.said import Said, SaidState

if TYPE_CHECKING:
    from service.speech.document import Document
    from service.speech.remarks import Remark


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing is written. ``then`` is what to keep: events that cleared are forgotten, so that they may come again."""

    then: Said


@dataclass(frozen=True, slots=True)
class Edit:
    """The comment that stands gets a new body, and nobody is notified. Keep ``before``, write, keep ``after``."""

    document: Document
    before: Said
    then: Said

    @property
    def comment_id(self) -> str:
        """The comment that is edited."""
        return self.then.comment_id

    def after(self, _comment_id: str) -> Said:
        """What to keep once it is written."""
        return self.then


@dataclass(frozen=True, slots=True)
class Speak:
    """A new comment. Keep ``before``, write, delete ``former`` ('' if there is none), keep ``after``.

    ``news`` are the events that caused it.
    """

    document: Document
    before: Said
    then: Said
    former: str
    news: frozenset[str]

    def after(self, comment_id: str) -> Said:
        """What to keep once it is written and the former one deleted."""
        return replace(self.then, comment_id=comment_id)


@dataclass(frozen=True, slots=True)
class Search:
    """Nobody knows what stands: search the thread, keep ``said.settled(...)``, and take the turn again."""


Turn = Silence | Edit | Speak | Search

WITH_NEWS = frozenset(
    {
        (SaidState.UNSAID, Tone.SPOKEN),
        (SaidState.UNSAID, Tone.QUIET),
        (SaidState.STANDS, Tone.SPOKEN),
        (SaidState.REMOVED, Tone.SPOKEN),
        (SaidState.STANDS, Tone.FOLDED),
        (SaidState.UNSAID, Tone.ASKED),
        (SaidState.STANDS, Tone.ASKED),
        (SaidState.REMOVED, Tone.ASKED),
    }
)
"""Where an event that was not announced makes a new comment. That everything is free is news only to who was warned.

A near miss is one only where nothing was ever said. Who asks besides others joins them silently.
"""
SOUGHT = frozenset({SaidState.UNSURE, SaidState.MOVED})
BRIEFS = frozenset({Tone.ASKED, Tone.LISTED})


def turn(said: Said, remark: Remark | None) -> Turn:
    """What to do, given what was said and what should stand now; without a remark nothing is concluded."""
    if said.state in SOUGHT:
        return Search()
    if remark is None:
        known = said.state is SaidState.UNSAID and said.events  # of the baseline, which ends as it clears
        return Silence(replace(said, events=frozenset()) if known else said)
    joins = remark.tone in BRIEFS and said.was_begun and not said.events.isdisjoint(remark.events)
    news, place = remark.events - said.events, (said.state, remark.tone)
    if news and place in WITH_NEWS and not joins:
        return _speak(said, remark, news)
    then = replace(said, events=remark.events if joins else said.events & remark.events)
    if said.state is not SaidState.STANDS or said.digest == remark.digest:
        return Silence(then)
    mentioned = tuple(one for one in called_in(remark.document) if one in said.mentioned)
    then = replace(then, digest=remark.digest, mentioned=mentioned)
    # Whether an interrupted edit happened is not known, so that no digest may pass for what stands.
    return Edit(calling(remark.document, mentioned), replace(then, digest=""), then)


def _speak(said: Said, remark: Remark, news: frozenset[str]) -> Speak:
    former = said.comment_id if said.state is SaidState.STANDS else ""
    generation, events = said.generation + 1, remark.events
    mentioned = called_in(remark.document) if news & remark.calls else ()
    then = Said(said.role, generation, remark.digest, events, state=SaidState.STANDS, mentioned=mentioned)
    unsure = replace(said, generation=generation, digest=remark.digest, saying=events, state=SaidState.UNSURE)
    before = replace(unsure, mentioned=mentioned)
    return Speak(calling(remark.document, mentioned), before, then, former, news)
