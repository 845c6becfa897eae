"""Turns what the grammar understood on one issue into statements about addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta  # the store decodes outcomes, and looks their fields up
from hashlib import sha256
from typing import TYPE_CHECKING

from rules.model import NearMiss, Need
from rules.statements import Acknowledgement, Cost, Drop, Fallback, Migration, Said, Source, Wait, Waiver
from rules.text.mentions import written
from rules.text.sayings import (
    AwayTeamAnswer,
    CostIs,
    DropLink,
    FallbackIs,
    Help,
    Mention,
    MentionForm,
    MigrationIs,
    Needed,
    Recheck,
    Refused,
    Unwaive,
    WaitsOn,
    Waive,
)
from rules.text.sayings import (
    Understood as UnderstoodIt,
)
from rules.values import value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.addresses import Addresses
    from rules.model import Ref
    from rules.statements import Statement
    from rules.text.sayings import Saying

BARE_NUMBER = re.compile(r"(?<![\w/.-])#([0-9]+)\b")
LONGEST_WAIVER = timedelta(days=90)
MAY_NOT_WRITE = "whoever gives a command may edit issues here"
WAS_EDITED = "somebody else has edited it; a command counts in its author's own words alone"
NOT_OF_THE_TEAM = "someone of the team that waits accepts the risk"
ASKS_FOR_HELP = "these are the commands"
REFUSALS = frozenset({MAY_NOT_WRITE, WAS_EDITED, NOT_OF_THE_TEAM, ASKS_FOR_HELP})
"""Reasons in words that are all ours; other reasons repeat what was written."""
COMMANDS = (
    "/detour fallback REF for REF, /detour waive REF until DATE because REASON, /detour unwaive REF, "
    "/detour understood, /detour drop REF because REASON, /detour recheck"
)
WHY_UNRESOLVED = {
    MentionForm.NUMBER: "name the repository too: OWNER/REPO{text}",
    MentionForm.REPOSITORY: "no GitHub site is connected that it could be on",
    MentionForm.KEY: "no Jira site is connected that it could be on",
    MentionForm.VENDOR: "not among the vendors of [policy]",
}


@value(frozen=True, slots=True)
class Text:
    """One body or comment that was read: its sayings, and where they stand.

    ``author`` signs the waivers in it, and ``day`` is when they were given; they count from there. ``comment`` is the
    tracker's id of a comment whose commands are to be answered, and ``changed`` when its words were changed last.
    """

    sayings: tuple[Saying, ...]
    source: Source = Source.DESCRIPTION
    author: str = ""
    day: date | None = None
    refused: str = ""
    """Why nothing in it counts, where its author may give no commands: those who tried are told."""
    comment: str = ""
    changed: date | None = None


@value(frozen=True, slots=True)
class Outcome:
    """What became of the commands in one comment: whether all of them could be carried out.

    ``words`` is a digest of them: other words are other commands. ``waives``: the ``author`` accepts a risk by one of
    them, which may be another team's to accept.
    """

    comment: str
    words: str
    carried_out: bool
    author: str = ""
    waives: bool = False
    changed: date | None = None


@value(frozen=True, slots=True)
class Understood:
    """What all of an issue's texts say together, in their order."""

    statements: tuple[Statement, ...]
    need: Need
    near_misses: tuple[NearMiss, ...]
    unresolved: tuple[str, ...]
    outcomes: tuple[Outcome, ...] = ()


NOTHING_SAID = Understood(statements=(), need=Need(), near_misses=(), unresolved=())


def understand(texts: Iterable[Text], at: Ref, addresses: Addresses) -> Understood:
    """Reads an issue's texts in their order: what is said later retracts, or adds to, what was said before. Pure."""
    said = [text for text in texts if text.sayings]
    if not said:
        return NOTHING_SAID
    reading = _Reading(at, addresses)
    for text in said:
        reading.follow(text)
    return reading.understood()


def line_of_command(saying: Saying) -> str:
    """The line of what was given as a command, and not only stated; else ''."""
    match saying:
        case Waive() | Unwaive() | DropLink() | UnderstoodIt() | Recheck() | Help() | FallbackIs(command=True):
            return saying.line
        case Refused(miss=miss):
            return miss.line
    return ""


@dataclass(slots=True)
class _Reading:
    """What has been understood so far."""

    at: Ref
    addresses: Addresses
    waits: dict[Ref, Wait] = field(default_factory=dict)
    fallbacks: dict[tuple[Ref, Ref | None], Fallback] = field(default_factory=dict)
    last: list[tuple[Ref, Ref | None]] = field(default_factory=list)
    drops: dict[Ref | None, Drop] = field(default_factory=dict)
    waivers: list[Waiver] = field(default_factory=list)
    acknowledgement: Acknowledgement | None = None
    need: Need = field(default_factory=Need)
    misses: list[NearMiss] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def follow(self, text: Text) -> None:
        commands: dict[str, Saying] = {}
        carried_out = not text.refused
        for saying in text.sayings:
            line, problems = line_of_command(saying), len(self.misses) + len(self.unresolved)
            if not text.refused:
                self.take(saying, text)
            elif line:
                self.misses.append(NearMiss(line, "", text.refused))
            if line:
                commands[line] = saying
                answered = isinstance(saying, Help) or problems == len(self.misses) + len(self.unresolved)
                carried_out = carried_out and answered
        if commands and text.comment:
            words = sha256("\n".join(commands).encode("utf-8", "surrogatepass")).hexdigest()[:16]
            waives = any(isinstance(saying, Waive) for saying in commands.values())
            self.outcomes.append(Outcome(text.comment, words, carried_out, text.author, waives, text.changed))

    def understood(self) -> Understood:
        statements: list[Statement] = [*self.waits.values(), *self.fallbacks.values()]
        statements += [*self.drops.values(), *self.waivers]
        statements += self._migrations()
        statements += [] if self.acknowledgement is None else [self.acknowledgement]
        return Understood(
            tuple(statements), self.need, tuple(self.misses), tuple(self.unresolved), tuple(self.outcomes)
        )

    def _migrations(self) -> Iterable[Migration]:
        """One for each fallback and what replaces it, whatever it is for."""
        found = {
            (one.ticket, one.migration): Migration(self.at, one.migration, one.ticket, one.said)
            for one in self.fallbacks.values()
            if one.migration is not None
        }
        return found.values()

    def take(self, saying: Saying, text: Text) -> None:
        match saying:
            case WaitsOn():
                self._wait(saying, text)
            case FallbackIs():
                self._fallback(saying, text)
            case CostIs(cost=cost):
                self._amend(cost=cost)
            case MigrationIs(ref=mention):
                self._amend(migration=self._ref(mention))
            case AwayTeamAnswer():
                self.need = replace(self.need, away_team=saying.agreed, guide=saying.guide, away_until=saying.until)
            case Needed():
                self.need = replace(
                    self.need,
                    by=saying.by or self.need.by,
                    because=saying.because or self.need.because,
                    decide_by=saying.decide_by or self.need.decide_by,
                )
            case NearMiss():
                self.misses.append(self._here(saying))
            case Refused(why=why, miss=miss):
                self.misses.append(replace(self._here(miss), why=why))
            case Help(line=line):
                self.misses.append(NearMiss(line, COMMANDS, ASKS_FOR_HELP))
            case _:
                self._command(saying, text)

    def _here(self, miss: NearMiss) -> NearMiss:
        """A bare number means an issue of the same project; on Jira it is written as a key."""
        if self.at.tracker != "jira":
            return miss
        return replace(miss, instead=BARE_NUMBER.sub(rf"{self.at.container}-\1", miss.instead))

    def _wait(self, saying: WaitsOn, text: Text) -> None:
        for ref in self._refs(saying.refs):
            if saying.negated:
                self.waits.pop(ref, None)
            else:
                self.waits[ref] = Wait(self.at, ref, self._said(text, saying.line))

    def _fallback(self, saying: FallbackIs, text: Text) -> None:
        blockers: list[Ref | None] = [*self._refs(saying.blockers)]
        if saying.blockers and not blockers:
            return
        keys = [(ticket, blocker) for ticket in self._refs(saying.tickets) for blocker in blockers or [None]]
        if saying.negated:
            self._retract(keys)
            return
        for ticket, blocker in keys:
            said = self._said(text, saying.line, command=saying.command)
            self.fallbacks[ticket, blocker] = Fallback(self.at, ticket, said, blocker, saying.kind, saying.cost)
        self.last = keys

    def _retract(self, keys: list[tuple[Ref, Ref | None]]) -> None:
        """A retraction without a blocker takes the ticket back for every blocker."""
        for ticket, blocker in keys:
            for known in [known for known in self.fallbacks if known[0] == ticket and blocker in (None, known[1])]:
                del self.fallbacks[known]

    def _amend(self, *, cost: Cost | None = None, migration: Ref | None = None) -> None:
        for key in [key for key in self.last if key in self.fallbacks] or list(self.fallbacks):
            known = self.fallbacks[key]
            self.fallbacks[key] = replace(known, cost=cost or known.cost, migration=migration or known.migration)

    def _command(self, saying: Saying, text: Text) -> None:
        match saying:
            case Waive():
                self._waive(saying, text)
            case Unwaive():
                blocker = self._ref(saying.ref) if saying.ref else None
                self.waivers = [one for one in self.waivers if saying.ref is not None and one.blocker != blocker]
            case DropLink():
                blocker = self._ref(saying.ref) if saying.ref else None
                if blocker is not None or saying.ref is None:
                    self.drops[blocker] = Drop(self.at, blocker, saying.because, self._said(text, saying.line))
            case Recheck():
                self.drops.clear()
            case UnderstoodIt():
                self.acknowledgement = Acknowledgement(self.at, self._said(text, saying.line, command=True))
            case _:
                return

    def _waive(self, saying: Waive, text: Text) -> None:
        """A waiver that would last too long is pointed at, with the longest that may be."""
        blocker = self._ref(saying.ref) if saying.ref else None
        if saying.ref is not None and blocker is None:
            return
        last = None if text.day is None else text.day + LONGEST_WAIVER
        if last is not None and saying.until > last:
            words = ["/detour waive", written(saying.ref) if saying.ref else "", saying.rule or ""]
            instead = f"{' '.join(filter(None, words))} until {last} because {saying.because}"
            self.misses.append(NearMiss(saying.line, instead))
            return
        self.waivers.append(Waiver(self.at, saying.until, saying.because, text.author, blocker, saying.rule, text.day))

    def _refs(self, mentions: Iterable[Mention]) -> list[Ref]:
        found = (self._ref(mention) for mention in mentions)
        return list(dict.fromkeys(ref for ref in found if ref is not None))

    def _ref(self, mention: Mention) -> Ref | None:
        ref = self.addresses.resolve(mention, self.at)
        if ref is None:
            why = WHY_UNRESOLVED[mention.form].format(text=mention.text)
            self.unresolved.append(f"{mention.host}{' ' if mention.host else ''}{mention.text}: {why}")
        return ref

    def _said(self, text: Text, line: str, *, command: bool = False) -> Said:
        return Said(Source.COMMAND if command else text.source, self.at, line)
