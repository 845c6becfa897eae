"""Gathers what many issues say into the one dependency model."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from rules.adjacency import without_rings
from rules.columns import NEVER, NOBODY, Columns, Declarations, Issues, Waits, WaiverRow
from rules.course import progress_of
from rules.holdings import Holdings
from rules.interpretation import NOT_OF_THE_TEAM
from rules.model import (
    Acknowledgement,
    Child,
    Cost,
    DateSource,
    Drop,
    Duplicate,
    Fallback,
    FallbackKind,
    Migration,
    NearMiss,
    Need,
    Ref,
    Source,
    Wait,
    Waiver,
)
from rules.register import Register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rules.model import Facts, Said, Statement
    from rules.policy import Policy

Kind = TypeVar("Kind", Wait, Fallback, Duplicate, Child, Drop, Waiver, Migration, Acknowledgement)
WRITTEN = frozenset({Source.DESCRIPTION, Source.COMMENT, Source.COMMAND})


@dataclass(frozen=True, slots=True)
class Assembled:
    """The model, and what people should know of its making.

    ``register`` finds rows by address. ``unresolved`` names, an issue each, what was said of no known issue.
    ``refused`` are commands, by their issue's row, that came from somebody who may not give them.
    ``other_link_types`` counts the tracker's link types that tell no waiting.
    """

    columns: Columns
    register: Register
    statements: tuple[Statement, ...]
    unresolved: tuple[tuple[Ref, str], ...]
    refused: Mapping[int, tuple[NearMiss, ...]]
    other_link_types: Counter[str]


def assemble(
    facts: Iterable[Facts],
    policy: Policy,
    *,
    in_scope: Callable[[Ref], bool] = lambda _: True,
    known: Callable[[Ref], bool] = lambda _: False,
) -> Assembled:
    """Makes the one model of all facts. Pure; their order does not matter, but for two readings of equal age.

    ``in_scope`` says on which issues findings may be made; ``known`` which Jira projects exist, beyond those that
    were read or that a tracker's own link names: text that looks like a key of any other project is no ref.
    """
    return _Assembly(policy, Register(facts), known).assembled(in_scope)


class _Assembly:
    """One run of ``assemble``, phase by phase: who there is, what is said of them, the columns."""

    def __init__(self, policy: Policy, register: Register, known: Callable[[Ref], bool]) -> None:
        self.policy = policy
        self.register = register
        self.known = known
        self.unresolved: list[tuple[Ref, str]] = []
        self.statements: list[Statement] = []
        for said in self.register.facts.values():
            self.unresolved += [(said.issue.ref, what) for what in said.unresolved]
            self.statements += [one for one in said.statements if self._means_issues(one)]

    def assembled(self, in_scope: Callable[[Ref], bool]) -> Assembled:
        self._resolve_duplicates()
        waits, sources = self._waits()
        declarations, declared = self._declarations()
        waivers = tuple(self._waivers())
        parents = self._parents()
        entries = self.register.entries
        holdings = Holdings(self.policy.teams, entries)
        refused = {row: one for row in waivers if (one := self._refusal(row, holdings))}
        columns = Columns(
            issues=self._issues(holdings, parents, in_scope),
            progress=progress_of(
                entries, self.register.facts, {self._row(one.issue) for one in self._of(Acknowledgement)}, self.policy
            ),
            waits=waits,
            declarations=declarations,
            teams=tuple(holdings.rows),
            containers=tuple(holdings.containers),
            names=_Names(self.register, sources, declared),
            assigned=holdings.assigned(),
            waivers=tuple(row for row in waivers if row not in refused),
            ties=tuple(holdings.ties),
        )
        counts = Counter(kind for said in self.register.facts.values() for kind in said.other_link_types)
        by_issue: defaultdict[int, tuple[NearMiss, ...]] = defaultdict(tuple)
        for row, miss in refused.items():
            by_issue[row.issue] += (miss,)
        statements = tuple(one for one in self.statements if one not in {row.waiver for row in refused})
        return Assembled(columns, self.register, statements, tuple(self.unresolved), by_issue, counts)

    def _refusal(self, row: WaiverRow, holdings: Holdings) -> NearMiss | None:
        """Where a team says who its people are, the risk is theirs to accept, or somebody's of the policy.

        On a page only those give one whose role allows it.
        """
        team, waiver = holdings.rows[holdings.team[row.issue]], row.waiver
        allowed = waiver.source is Source.PAGE or waiver in self.policy.waivers
        if allowed or self.policy.may_waive(team.slug, waiver.author):
            return None
        against = f" {waiver.blocker}" if waiver.blocker else ""
        return NearMiss(f"/detour waive{against} until {waiver.until} because {waiver.because}", "", NOT_OF_THE_TEAM)

    def _means_issues(self, statement: Statement) -> bool:
        """Whether each written key's project exists; ``UTF-8`` and ``SHA-256`` are no issues."""
        if isinstance(statement, Waiver) or statement.said.source not in WRITTEN:
            return True
        for ref in _others(statement):
            if ref.tracker == "jira" and not self.register.has_container(ref) and not self.known(ref):
                self.unresolved.append((statement.said.where, f"{ref}: no such project is known"))
                return False
        return True

    def _of(self, kind: type[Kind]) -> Iterator[Kind]:
        return (statement for statement in self.statements if isinstance(statement, kind))

    def _row(self, ref: Ref) -> int:
        return self.register.row(ref)

    def _resolve_duplicates(self) -> None:
        """Finds what each issue that was closed as a duplicate stands for, and who is whose duplicate."""
        originals: dict[int, int] = {}
        self.twins = _Groups()
        for said in sorted(self._of(Duplicate), key=lambda said: (said.copy, said.original)):
            copy, original = self._row(said.copy), self._row(said.original)
            self.twins.join(copy, original)
            entry = self.register.entries[copy]
            if entry.issue is not None and entry.issue.closed_as_duplicate:
                originals.setdefault(copy, original)
        self.stands_for = {copy: _end_of(copy, originals) for copy in originals}

    def _meant(self, ref: Ref) -> int:
        row = self._row(ref)
        return self.stands_for.get(row, row)

    def _ranks(self) -> list[int]:
        """The place of each row among all addresses: links are many, and addresses dear to compare."""
        refs = [(entry.ref.site, entry.ref.text) for entry in self.register.entries]
        ranks = [0] * len(refs)
        for place, row in enumerate(sorted(range(len(refs)), key=refs.__getitem__)):
            ranks[row] = place
        return ranks

    def _waits(self) -> tuple[Waits, list[tuple[Said, ...]]]:
        dropped = {
            (self._row(drop.blocked), None if drop.blocker is None else self._meant(drop.blocker))
            for drop in self._of(Drop)
        }
        found: dict[tuple[int, int], dict[tuple[Source, str], Said]] = {}
        for wait in self._of(Wait):
            pair = self._row(wait.blocked), self._meant(wait.blocker)
            # Whoever waits on a duplicate of itself waits on nobody; only a link to itself was ever said to be one.
            folded = pair[0] == pair[1] != self._row(wait.blocker)
            if not folded and not dropped & {pair, (pair[0], None)}:
                found.setdefault(pair, {}).setdefault((wait.said.source, wait.said.words), wait.said)
        rank = self._ranks()
        pairs = sorted(found, key=lambda pair: (rank[pair[0]], rank[pair[1]]))
        rows = np.array(pairs, dtype=np.int32).reshape(-1, 2)
        return Waits(rows[:, 0].copy(), rows[:, 1].copy()), [tuple(found[pair].values()) for pair in pairs]

    def _declarations(self) -> tuple[Declarations, list[Fallback]]:
        migrations = {
            (self._row(one.issue), self._meant(one.ticket)): self._meant(one.to)
            for one in sorted(self._of(Migration), key=lambda one: one.to, reverse=True)
        }
        found: dict[tuple[int, int, int], Fallback] = {}
        for said in sorted(self._of(Fallback), key=_tells_most):
            blocker = NOBODY if said.blocker is None else self._meant(said.blocker)
            at = self._row(said.issue), blocker, self._meant(said.ticket)
            found.setdefault(at, said)
        rank = self._ranks()
        keys = sorted(found, key=lambda key: (rank[key[0]], key))
        rows = np.array(keys, dtype=np.int32).reshape(-1, 3)
        until = [self._away_until(issue) for issue, _, _ in keys]
        kinds = np.array([found[key].kind for key in keys], dtype=np.int8)
        columns = [rows[:, place].copy() for place in range(3)]
        migration = [migrations.get((issue, ticket), NOBODY) for issue, _, ticket in keys]
        days, rest = np.array(until, dtype=np.int32), np.array(migration, dtype=np.int32)
        return Declarations(columns[0], columns[1], columns[2], kinds, days, rest), [found[key] for key in keys]

    def _away_until(self, issue: int) -> int:
        facts = self.register.facts.get(issue)
        return NEVER if facts is None or facts.need.away_until is None else facts.need.away_until.toordinal()

    def _waivers(self) -> Iterator[WaiverRow]:
        for waiver in (*self.policy.waivers, *self._of(Waiver)):
            if self.register.find(waiver.issue) is None:
                continue
            blocker = NOBODY if waiver.blocker is None else self._meant(waiver.blocker)
            yield WaiverRow(self._row(waiver.issue), blocker, waiver)

    def _parents(self) -> dict[int, int]:
        """The child's own word counts before the parent's."""
        found: dict[int, int] = {}
        for said in sorted(self._of(Child), key=lambda said: (said.said.where != said.child, said.child, said.parent)):
            child, parent = self._row(said.child), self._row(said.parent)
            if child != parent:
                found.setdefault(child, parent)
        return found

    def _issues(self, holdings: Holdings, parents: dict[int, int], in_scope: Callable[[Ref], bool]) -> Issues:
        entries = self.register.entries
        dates = [_needed(self.register.facts.get(row)) for row in range(len(entries))]
        parent = np.array([parents.get(row, NOBODY) for row in range(len(entries))], dtype=np.int32)
        return Issues(
            state=np.array([entry.state for entry in entries], dtype=np.int8),
            read=np.array([entry.issue is not None and in_scope(entry.ref) for entry in entries], dtype=bool),
            team=np.array(holdings.team, dtype=np.int32),
            container=np.array(holdings.container, dtype=np.int32),
            parent=without_rings(parent),
            twin=np.array([self.twins.of(row) for row in range(len(entries))], dtype=np.int32),
            signs=np.array([entry.issue.signs.value if entry.issue else 0 for entry in entries], dtype=np.int8),
            needed_by=np.array([ordinal for ordinal, _ in dates], dtype=np.int32),
            needed_from=np.array([source for _, source in dates], dtype=np.int8),
        )


class _Groups:
    """Sets that grow together: union-find with path halving."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def of(self, row: int) -> int:
        """The group's representative."""
        above = self._above
        while above.setdefault(row, row) != row:
            above[row] = above[above[row]]
            row = above[row]
        return row

    def join(self, one: int, other: int) -> None:
        self._above[self.of(one)] = self.of(other)


class _Names:
    """What people read, from the entries."""

    def __init__(self, register: Register, sources: list[tuple[Said, ...]], declared: list[Fallback]) -> None:
        self._entries, self._facts = register.entries, register.facts
        self._sources, self._declared = sources, declared

    def ref(self, issue: int) -> Ref:
        return self._entries[issue].ref

    def title(self, issue: int) -> str:
        return self._entries[issue].title

    def url(self, issue: int) -> str:
        return self._entries[issue].url

    def sources(self, link: int) -> tuple[Said, ...]:
        return self._sources[link]

    def declared(self, declaration: int) -> Fallback:
        return self._declared[declaration]

    def need(self, issue: int) -> Need:
        return self._facts[issue].need if issue in self._facts else Need()

    def assignees(self, issue: int) -> tuple[str, ...]:
        known = self._entries[issue].issue
        return () if known is None else known.assignees

    def labels(self, issue: int) -> tuple[str, ...]:
        known = self._entries[issue].issue
        return () if known is None else known.labels

    def priority(self, issue: int) -> str:
        known = self._entries[issue].issue
        return "" if known is None else known.priority


def _others(statement: Wait | Fallback | Duplicate | Child | Drop | Migration | Acknowledgement) -> Iterator[Ref]:
    """The refs of a statement that may have been read out of words."""
    match statement:
        case Wait(blocker=blocker):
            yield blocker
        case Fallback(ticket=ticket, blocker=blocker):
            yield ticket
            if blocker is not None:
                yield blocker
        case Drop(blocker=Ref() as blocker):
            yield blocker
        case Duplicate(original=original):
            yield original
        case Migration(to=to, ticket=ticket):
            yield to
            yield ticket


def _tells_most(said: Fallback) -> tuple[object, ...]:
    """Of several declarations of one fallback the one counts that names a kind, or else a cost."""
    cost, by = said.cost, said.said
    days = tuple(-1.0 if one is None else one for one in (cost.build, cost.keep, cost.remove))
    return said.kind is FallbackKind.OTHER, cost == Cost(), said.kind, days, by.where, by.source.value, by.words


def _end_of(copy: int, originals: dict[int, int]) -> int:
    """What a chain of duplicates ends in; a chain that runs in a ring ends where it began."""
    at, seen = copy, {copy}
    while at in originals:
        at = originals[at]
        if at in seen:
            return copy
        seen.add(at)
    return at


def _needed(said: Facts | None) -> tuple[int, DateSource]:
    """The date that an issue tells itself: what its text says comes before what its fields say."""
    if said is None:
        return NEVER, DateSource.NONE
    if said.need.by is not None:
        return said.need.by.toordinal(), DateSource.TEXT
    by = said.issue.needed_by
    return (NEVER, DateSource.NONE) if by is None else (by.toordinal(), said.issue.needed_from)
