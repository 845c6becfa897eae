"""Gathers what many issues say into the one dependency model."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from rules.adjacency import without_rings
from rules.columns import NEVER, NOBODY, Columns, Declarations, Issues, Waits, WaiverRow
from rules.course import progress_of
from rules.duplicates import Duplicates
from rules.holdings import Holdings
from rules.interpretation import NOT_OF_THE_TEAM
from rules.model import DateSource, NearMiss
from rules.names import names_of
from rules.resolution import resolved
from rules.statements import Acknowledgement, Child, Cost, Drop, Fallback, FallbackKind, Migration, Source, Wait, Waiver

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from rules.columns import Integers, Mask
    from rules.heard import Heard, Settled
    from rules.model import Facts, Ref
    from rules.policy import Policy
    from rules.register import Entry, Register
    from rules.sayings import Sayings
    from rules.statements import Statement


@dataclass(frozen=True, slots=True)
class Assembled:
    """The model, and what people should know of its making.

    ``register`` finds rows by address; ``sayings`` is what counts of what was said. ``unresolved`` names, an issue
    each, what was said of no known issue. ``refused`` are commands, by their issue's row, that came from somebody who
    may not give them. ``other_link_types`` counts the tracker's link types that tell no waiting.
    """

    columns: Columns
    register: Register
    sayings: Sayings
    unresolved: tuple[tuple[Ref, str], ...]
    refused: Mapping[int, tuple[NearMiss, ...]]
    other_link_types: Counter[str]

    def about(self, rows: Collection[int]) -> Iterator[Statement]:
        """What was said at some issues, or of them."""
        ref = self.columns.names.ref
        return (self.sayings.statement(one, ref) for one in self.sayings.about(rows).tolist())


def assemble(
    facts: Iterable[Facts],
    policy: Policy,
    *,
    in_scope: Callable[[Ref], bool] = lambda _: True,
    known: Callable[[Ref], bool] = lambda _: False,
) -> Assembled:
    """Makes the one model of all facts. Pure; their order does not matter, but for two readings of equal age.

    ``in_scope`` says on which issues findings may be made; ``known`` which Jira projects exist, as ``Heard.settled``
    asks.
    """
    return model_of(resolved(facts), policy, in_scope=in_scope, known=known)


def model_of(
    heard: Heard, policy: Policy, *, in_scope: Callable[[Ref], bool], known: Callable[[Ref], bool]
) -> Assembled:
    """The same of what was heard already, wherever from."""
    return _Assembly(heard.settled(known), policy).assembled(in_scope)


class _Assembly:
    """One run of ``model_of``, phase by phase: who there is, what is said of them, the columns."""

    def __init__(self, settled: Settled, policy: Policy) -> None:
        self.policy = policy
        self.unresolved = settled.unresolved
        self.sayings = settled.sayings
        self.register = settled.register.joined(_waived_strangers(policy, settled.register))
        self.entries = self.register.entries
        self.rank = _ranks(self.entries)
        duplicates = Duplicates(self.sayings, self.entries, self.rank)
        self.meant, self.twin = duplicates.meant, duplicates.twin

    def assembled(self, in_scope: Callable[[Ref], bool]) -> Assembled:
        waits, links, starts = self._waits()
        declarations, declared = self._declarations()
        holdings = Holdings(self.policy.teams, self.entries)
        waivers = list(self._waivers())
        refused = {row: miss for row, one in waivers if (miss := self._refusal(one, holdings))}
        columns = Columns(
            issues=self._issues(holdings, in_scope),
            progress=progress_of(self.entries, set(self._ends(Acknowledgement)[:, 0].tolist()), self.policy),
            waits=waits,
            declarations=declarations,
            teams=tuple(holdings.rows),
            containers=tuple(holdings.containers),
            names=names_of(self.register, self.sayings, links, starts, declared),
            assigned=holdings.assigned(),
            waivers=tuple(one for row, one in waivers if row not in refused),
            ties=tuple(holdings.ties),
        )
        by_issue: defaultdict[int, tuple[NearMiss, ...]] = defaultdict(tuple)
        for row, one in waivers:
            if row in refused:
                by_issue[one.issue] += (refused[row],)
        return Assembled(
            columns,
            self.register,
            self._without(refused),
            self._unresolved(),
            by_issue,
            Counter(kind for _, facts in self.register.told for kind in facts.other_link_types),
        )

    def _unresolved(self) -> tuple[tuple[Ref, str], ...]:
        told = (facts for _, facts in self.register.told if facts.unresolved)
        return *((facts.issue.ref, one) for facts in told for one in facts.unresolved), *self.unresolved

    def _without(self, refused: Collection[int]) -> Sayings:
        if not refused:
            return self.sayings
        kept = np.ones(len(self.sayings), dtype=bool)
        kept[list(refused)] = False
        return self.sayings.take(kept)

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

    def _ends(self, kind: type[Statement]) -> Integers:
        """The issues that the statements of a kind are about."""
        return self.sayings.ends[self.sayings.of(kind)]

    def _statement(self, row: int) -> Statement:
        return self.sayings.statement(row, lambda issue: self.entries[issue].ref)

    def _waits(self) -> tuple[Waits, NDArray[np.intp], NDArray[np.intp]]:
        """The links, the sayings link by link, and where each link's begin."""
        rows = self.sayings.of(Wait)
        blocked, named = self.sayings.ends[rows, 0], self.sayings.ends[rows, 1]
        blocker = self.meant[named]
        # Whoever waits on a duplicate of itself waits on nobody; only a link to itself was ever said to be one.
        folded = (blocked == blocker) & (blocker != named)
        kept = np.flatnonzero(~folded & ~self._dropped(blocked, blocker))
        order = kept[np.lexsort((self.rank[blocker[kept]], self.rank[blocked[kept]]))]
        blocked, blocker = blocked[order], blocker[order]
        other = np.ones(len(order), dtype=bool)
        other[1:] = (blocked[1:] != blocked[:-1]) | (blocker[1:] != blocker[:-1])
        return Waits(blocked[other], blocker[other]), rows[order], np.flatnonzero(other)

    def _dropped(self, blocked: Integers, blocker: Integers) -> Mask:
        """Which of the waits somebody gave up."""
        dropped = self._ends(Drop)
        every = dropped[:, 1] == NOBODY
        count = np.int64(len(self.entries))
        pairs = dropped[~every, 0] * count + self.meant[dropped[~every, 1]]
        return np.isin(blocked, dropped[every, 0]) | np.isin(blocked * count + blocker, pairs)

    def _declarations(self) -> tuple[Declarations, list[int]]:
        """The declared fallbacks, each once, and the sayings that tell most of them."""
        migrations = self._migrations()
        rows = self.sayings.of(Fallback).tolist()
        said = {row: cast("Fallback", self._statement(row)) for row in rows}
        found: dict[tuple[int, int, int], int] = {}
        for row in sorted(rows, key=lambda row: _tells_most(said[row])):
            issue, ticket, blocker = self.sayings.ends[row].tolist()
            found.setdefault((issue, int(self.meant[blocker]), int(self.meant[ticket])), row)
        keys = sorted(found, key=lambda key: (self.rank[key[0]], key))
        ends = np.array(keys, dtype=np.int32).reshape(-1, 3)
        return Declarations(
            issue=ends[:, 0].copy(),
            blocker=ends[:, 1].copy(),
            ticket=ends[:, 2].copy(),
            kind=np.array([said[found[key]].kind for key in keys], dtype=np.int8),
            until=np.array([self._away_until(issue) for issue, _, _ in keys], dtype=np.int32),
            migration=np.array([migrations.get((issue, ticket), NOBODY) for issue, _, ticket in keys], dtype=np.int32),
        ), [found[key] for key in keys]

    def _migrations(self) -> dict[tuple[int, int], int]:
        """By issue and fallback ticket, what replaces it; of several the first by address."""
        moves = self._ends(Migration)
        moves = moves[np.argsort(-self.rank[moves[:, 1]], kind="stable")]
        issue, to, ticket = moves[:, 0], self.meant[moves[:, 1]], self.meant[moves[:, 2]]
        return {(one, other): end for one, other, end in np.stack([issue, ticket, to], axis=1).tolist()}

    def _away_until(self, issue: int) -> int:
        facts = self.entries[issue].facts
        return NEVER if facts is None or facts.need.away_until is None else facts.need.away_until.toordinal()

    def _waivers(self) -> Iterator[tuple[int, WaiverRow]]:
        """Every waiver with the row of its saying, or ``NOBODY`` for one of the policy."""
        for waiver in self.policy.waivers:
            issue = self.register.find(waiver.issue)
            if issue is not None:
                blocker = None if waiver.blocker is None else self.register.find(waiver.blocker)
                yield NOBODY, WaiverRow(issue, int(self.meant[NOBODY if blocker is None else blocker]), waiver)
        for row in self.sayings.of(Waiver).tolist():
            issue, blocker, _ = self.sayings.ends[row].tolist()
            yield row, WaiverRow(issue, int(self.meant[blocker]), cast("Waiver", self._statement(row)))

    def _parents(self) -> Integers:
        """The child's own word counts before the parent's."""
        rows = self.sayings.of(Child)
        child, above = self.sayings.ends[rows, 0], self.sayings.ends[rows, 1]
        last = np.lexsort((-self.rank[above], self.sayings.where[rows] == child))  # what counts most is written last
        last = last[child[last] != above[last]]
        parent = np.full(len(self.entries), NOBODY, dtype=np.int32)
        parent[child[last]] = above[last]
        return parent

    def _issues(self, holdings: Holdings, in_scope: Callable[[Ref], bool]) -> Issues:
        entries = self.entries
        dates = [_needed(entry.facts) for entry in entries]
        return Issues(
            state=np.array([entry.state for entry in entries], dtype=np.int8),
            read=np.array([entry.facts is not None and in_scope(entry.ref) for entry in entries], dtype=bool),
            team=np.array(holdings.team, dtype=np.int32),
            container=np.array(holdings.container, dtype=np.int32),
            parent=without_rings(self._parents()),
            twin=self.twin,
            signs=np.array([entry.facts.issue.signs.value if entry.facts else 0 for entry in entries], dtype=np.int8),
            needed_by=np.array([ordinal for ordinal, _ in dates], dtype=np.int32),
            needed_from=np.array([source for _, source in dates], dtype=np.int8),
        )


def _waived_strangers(policy: Policy, register: Register) -> list[Ref]:
    """What only the policy's waivers name, of issues that are known."""
    found = {
        waiver.blocker.address: waiver.blocker
        for waiver in policy.waivers
        if waiver.blocker is not None and register.find(waiver.issue) is not None
    }
    return [ref for ref in found.values() if register.find(ref) is None]


def _ranks(entries: list[Entry]) -> NDArray[np.int32]:
    """The place of each row among all addresses: links are many, and addresses dear to compare."""
    texts, sites = [entry.ref.text for entry in entries], [entry.ref.site for entry in entries]
    place = {site: place for place, site in enumerate(sorted(set(sites)))}
    order = np.array(sorted(range(len(texts)), key=texts.__getitem__), dtype=np.intp)
    order = order[np.argsort(np.array([place[site] for site in sites], dtype=np.int32)[order], kind="stable")]
    ranks = np.empty(len(entries), dtype=np.int32)
    ranks[order] = np.arange(len(entries), dtype=np.int32)
    return ranks


def _tells_most(said: Fallback) -> tuple[object, ...]:
    """Of several declarations of one fallback the one counts that names a kind, or else a cost."""
    cost, by = said.cost, said.said
    days = tuple(-1.0 if one is None else one for one in (cost.build, cost.keep, cost.remove))
    return said.kind is FallbackKind.OTHER, cost == Cost(), said.kind, days, by.where, by.source.value, by.words


def _needed(said: Facts | None) -> tuple[int, DateSource]:
    """The date that an issue tells itself: what its text says comes before what its fields say."""
    if said is None:
        return NEVER, DateSource.NONE
    if said.need.by is not None:
        return said.need.by.toordinal(), DateSource.TEXT
    by = said.issue.needed_by
    return (NEVER, DateSource.NONE) if by is None else (by.toordinal(), said.issue.needed_from)
