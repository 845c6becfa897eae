"""Remembers what readings found: the one way in which the model changes, whoever looked and why.

Any order, repetition or delay of readings that ends in a complete reading of each issue ends in the same model.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from connectors.contract import Facet
from rules.sayings import ends_of
from rules.statements import source_of
from service.activity import NOTHING, Activity
from service.store.documents import NATIVE, REMOTE, TEXTS, Told, body_of, encoded
from service.store.identities import Identities, Sighting
from service.store.readings import Kept, Order, Readings, bits_of, links_read, order
from service.store.statements import NOBODY, Key, Statements, Ticks, shows
from service.store.tellings import Tellings
from service.understanding import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from connectors.contract import Look, Witnesses
    from rules.interpretation import Outcome, Understood
    from rules.model import Facts, Ref
    from rules.statements import Statement
    from service.store.readings import Reading
    from service.understanding import Understanding

WITH_TEXT = (Facet.CORE, Facet.COMMENTS)


@dataclass(slots=True)
class Remembered:
    """What became of some readings.

    ``changed`` are the issues whose verdicts may be others now; ``asked`` those on which somebody begins or ceases to
    wait; ``fresh`` those that are only named so far; ``again`` maps those that must be read again to their facets, as
    bits: two readings overlapped, and nobody knows which of them is newer.
    """

    changed: set[int] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)
    fresh: dict[int, Ref] = field(default_factory=dict)
    again: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Memory:
    """How readings of one site are understood: by its witnesses, the facets that its issues have, and the grammar."""

    witnesses: Witnesses
    facets: frozenset[Facet]
    understanding: Understanding

    def remember(self, connection: Connection, readings: Sequence[Reading]) -> Remembered:
        """Takes readings into the model, inside one transaction that changes it."""
        identities = Identities(connection)
        identities.enter(sighting for reading in readings for sighting in _met(reading))
        for reading in readings:
            if reading.look.facts is not None:
                identities.move(reading.look.ref, reading.look.facts.issue.ref)
        about = sorted({identities.of(_subject(reading.look)) for reading in readings})
        run = _Run(connection, self, identities, about)
        for reading in readings:
            run.take(reading)
        return run.written()

    def amend(
        self, connection: Connection, added: Sequence[Statement], removed: Sequence[Statement], tick: int
    ) -> set[int]:
        """Takes single native links into the model that came or went at a moment; the issues that this changes.

        For sites that only receive. A removal is remembered too, so that an older addition that comes late stays out.
        """
        identities = Identities(connection)
        identities.enter(Sighting(end) for one in (*added, *removed) for end in ends_of(one) if end is not None)
        keys = {one: Key.of(one, identities, NOBODY) for one in (*added, *removed)}
        statements = Statements(connection, sorted({end for key in keys.values() for end in (key.a, key.b)}))
        for one in added:
            statements.say(keys[one], body_of(one), Ticks(tick, tick, keys[one].a))
        for one in removed:
            statements.deny(keys[one], Ticks(tick, tick, keys[one].a))
        statements.write()
        return statements.changed | statements.asked


@dataclass(frozen=True, slots=True)
class _Spoken:
    """An issue whose text, or whose core, was read: what it says is understood when all were taken."""

    here: int
    facts: Facts
    ticks: Ticks
    activity: Activity
    of_core: bool


class _Run:
    """One transaction's worth of remembering."""

    def __init__(self, connection: Connection, memory: Memory, identities: Identities, about: Sequence[int]) -> None:
        self._connection, self._memory, self._identities = connection, memory, identities
        self._readings = Readings(connection, about)
        self._statements = Statements(connection, about)
        self._tellings = Tellings(connection, about)
        self._spoken: list[_Spoken] = []
        self._denials: list[tuple[int, list[Key], Ticks]] = []
        self._result = Remembered()

    def take(self, reading: Reading) -> None:
        """One reading, facet by facet."""
        here = self._identities.of(_subject(reading.look))
        facts, looked = reading.look.facts, set(self._newer(here, reading))
        if not looked:
            return
        if facts is None:
            self._vanish(here, reading, looked)
            return
        ticks = Ticks(reading.start, reading.finish, here)
        if looked & {Facet.LINKS, Facet.CORE}:
            self._native(here, facts, ticks, complete=Facet.LINKS in looked & reading.look.complete)
        if Facet.REMOTE in looked & reading.look.complete:
            self._remote(here, facts, ticks)
        if Facet.CORE in looked:
            self._be_there(here)
            self._glimpses(here, facts)
            if self._moved(here, facts) and Facet.REMOTE not in reading.look.facets:
                self._ask_again(here, Facet.REMOTE)
        for facet in looked:
            self._keep(here, facet, reading, self._lines(here, facet, reading))
        self._spoken.append(_Spoken(here, facts, ticks, reading.activity, of_core=Facet.CORE in looked))

    def written(self) -> Remembered:
        """Writes everything; what it came to. What one reading says, no other of the same moment denies."""
        self._understand()
        for here, said, ticks in self._denials:
            self._statements.deny_others(here, said, ticks, self._memory.witnesses)
        for one in self._statements.doubtful | self._missed():
            self._ask_again(one, Facet.LINKS)
        self._readings.write()
        self._statements.write()
        changed = self._result.changed | self._statements.changed | self._tellings.write()
        self._result.changed = {self._identities.now(one) for one in changed} | self._identities.changed()
        self._result.asked = {self._identities.now(one) for one in self._statements.asked}
        self._result.fresh = {one: ref for one, ref in self._identities.fresh.items() if one not in self._tellings.told}
        return self._result

    def _missed(self) -> set[int]:
        """The ends of statements that are news although the end was read since, or meanwhile: it did not show them."""
        appeared = self._statements.appeared
        read = links_read(self._connection, sorted({end for key in appeared for end in (key.a, key.b)}))
        return {
            end
            for key, ticks in appeared.items()
            for end in (key.a, key.b)
            if end in read
            and shows(self._memory.witnesses, key, end)
            and order(ticks.start, ticks.finish, *read[end]) is not Order.NEWER
        }

    def _newer(self, here: int, reading: Reading) -> Iterator[Facet]:
        """The facets of which this reading is the newest; one that overlaps with the known one is asked for again."""
        asked = reading.look.facets if reading.comments is None else reading.look.facets | {Facet.COMMENTS}
        for facet in asked:
            match self._readings.order(here, facet, reading.start, reading.finish):
                case Order.NEWER:
                    yield facet
                case Order.OVERLAPPING:
                    self._ask_again(here, facet)
                    yield facet
                case Order.OLDER:
                    continue

    def _ask_again(self, here: int, facet: Facet) -> None:
        self._result.again[here] = self._result.again.get(here, 0) | bits_of([facet])

    def _vanish(self, here: int, reading: Reading, looked: set[Facet]) -> None:
        """It is gone or out of reach. What it said stays known, and is no longer believed to be open."""
        reason = reading.look.reason or "it is gone, or out of reach"
        if self._tellings.gone(here) != reason:
            if not self._tellings.gone(here):
                self._change_with_witness(here)
            self._tellings.go(here, reason)
        for facet in looked:
            self._keep(here, facet, reading, self._readings.lines(here, facet))

    def _be_there(self, here: int) -> None:
        """The newest look saw it: whatever kept it out of reach is over."""
        if self._tellings.gone(here):
            self._tellings.go(here, "")
            self._change_with_witness(here)

    def _change_with_witness(self, here: int) -> None:
        """It came or went, and with it what it tells of others."""
        self._result.changed |= {here, *self._tellings.seen_by(here)}

    def _keep(self, here: int, facet: Facet, reading: Reading, lines: tuple[Lines, ...]) -> None:
        facts = reading.look.facts
        moved = facts.issue.moved if facts is not None else None
        as_of = None if moved is None else moved.timestamp()
        self._readings.keep(here, facet, Kept(reading.start, reading.finish, lines, as_of))

    def _native(self, here: int, facts: Facts, ticks: Ticks, *, complete: bool) -> None:
        said = {self._key(one, NOBODY): body_of(one) for one in facts.statements if source_of(one) in NATIVE}
        for key, body in said.items():
            self._statements.say(key, body, ticks)
        if complete:
            self._denials.append((here, list(said), ticks))

    def _remote(self, here: int, facts: Facts, ticks: Ticks) -> None:
        """Links out of the tracker are known on the issue that has them, and nowhere else."""
        said = [(self._key(one, here), body_of(one)) for one in facts.statements if source_of(one) in REMOTE]
        self._statements.replace_own(here, REMOTE, said, ticks)

    def _moved(self, here: int, facts: Facts) -> bool:
        """Whether it may have other links out of its tracker than the ones that were read, if it can have any."""
        told = self._tellings.told.get(here)
        return Facet.REMOTE in self._memory.facets and (told is None or told.activity.updated != facts.issue.moved)

    def _understand(self) -> None:
        """Description and comments say one thing together. Whatever they name is entered at once."""
        understood = [(one, *self._understood(one)) for one in self._spoken]
        said = (statement for _, _, both in understood for statement in both.statements)
        self._identities.enter(Sighting(end) for one in said for end in ends_of(one) if end is not None)
        for spoken, alone, both in understood:
            self._take_in(spoken, alone, both)

    def _understood(self, spoken: _Spoken) -> tuple[Understood, Understood]:
        """What the description says, and what it says together with the comments."""
        description, comments = (self._readings.lines(spoken.here, facet) for facet in WITH_TEXT)
        passages, ref = description[0].passages if description else (), spoken.facts.issue.ref
        alone = self._memory.understanding.of(ref, passages)
        return alone, self._memory.understanding.of(ref, passages, comments) if comments else alone

    def _take_in(self, spoken: _Spoken, alone: Understood, both: Understood) -> None:
        here, facts, seen = spoken.here, spoken.facts, spoken.activity
        if spoken.of_core or here not in self._tellings.told:
            seen = Activity.at(facts.issue.moved).joined(seen)
        else:
            facts = self._tellings.told[here].facts(facts.issue.ref)
        said = [(self._key(one, here), body_of(one)) for one in both.statements]
        self._statements.replace_own(here, TEXTS, said, spoken.ticks)
        native = tuple(one for one in facts.unresolved if one not in alone.unresolved)
        unresolved = tuple(dict.fromkeys((*both.unresolved, *native)))
        facts = replace(facts, need=both.need, near_misses=both.near_misses, unresolved=unresolved)
        self._tell(here, facts, seen, both.outcomes)

    def _lines(self, here: int, facet: Facet, reading: Reading) -> tuple[Lines, ...]:
        """The telling lines that a reading found of a facet."""
        facts, known = reading.look.facts, self._readings.lines(here, facet)
        if facet is Facet.COMMENTS:
            return known if reading.comments is None else reading.comments
        if facet is not Facet.CORE or facts is None:
            return ()
        if facts.passages:
            return (Lines(facts.passages),)
        return () if Facet.CORE in reading.look.complete else known

    def _tell(self, here: int, facts: Facts, seen: Activity, outcomes: tuple[Outcome, ...]) -> None:
        known = self._tellings.told.get(here)
        before = known.activity if known is not None else NOTHING
        told = Told.of(facts, outcomes).seen(before.joined(seen)).after(known)
        if told == known:
            return
        if known is None or told.essence != known.essence:
            self._result.changed.add(here)
        self._tellings.tell(here, told)

    def _glimpses(self, here: int, facts: Facts) -> None:
        """What this issue's document tells of others; of those that cannot be seen themselves it decides verdicts."""
        self._tellings.glimpse(here, {self._identities.of(one.ref): encoded(one) for one in facts.glimpses})

    def _key(self, statement: Statement, scope: int) -> Key:
        return Key.of(statement, self._identities, scope)


def _subject(look: Look) -> Ref:
    """The issue that was found, which may have moved away from the address that was asked for."""
    return look.ref if look.facts is None else look.facts.issue.ref


def _met(reading: Reading) -> Iterable[Sighting]:
    """Every issue that a reading names."""
    look, facts = reading.look, reading.look.facts
    yield Sighting(look.ref)
    if facts is None:
        return
    yield Sighting(facts.issue.ref, facts.issue.vendor_id, look.node_id, (reading.start, reading.finish))
    yield from (Sighting(one.ref, one.vendor_id) for one in facts.glimpses)
    for one in facts.statements:
        if source_of(one) in NATIVE | REMOTE:
            yield from (Sighting(end) for end in ends_of(one) if end is not None)
