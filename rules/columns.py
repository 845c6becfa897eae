"""The one dependency model as columns: integers in numpy arrays, so that a million issues fit and are filtered fast."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.model import Need, Ref
    from rules.statements import Fallback, Said, Waiver

Integers = NDArray[np.int32]
Keys = NDArray[np.int64]
Bytes = NDArray[np.int8]
Mask = NDArray[np.bool_]

NOBODY = -1
"""Stands in an index column where there is no issue."""
NEVER = 0
"""Stands in a date column where there is no date; dates are proleptic ordinals (``date.toordinal``)."""


class Names(Protocol):
    """What people read of issues and links. Asked for findings only, so it may be slow."""

    def ref(self, issue: int) -> Ref:
        """The address of an issue."""

    def title(self, issue: int) -> str:
        """The title of an issue, untrusted text; '' where it is not known."""

    def url(self, issue: int) -> str:
        """Where a browser finds an issue; '' where it is not known."""

    def sources(self, link: int) -> tuple[Said, ...]:
        """Who said that a link exists."""

    def declared(self, declaration: int) -> Fallback:
        """A fallback as it was declared: who said so, its kind and its cost."""

    def need(self, issue: int) -> Need:
        """What an issue says of its own need."""

    def assignees(self, issue: int) -> tuple[str, ...]:
        """The accounts that an issue is assigned to: ``github:@login``, ``jira:ID``."""

    def labels(self, issue: int) -> tuple[str, ...]:
        """The labels of an issue, untrusted text."""

    def priority(self, issue: int) -> str:
        """What an issue's tracker calls its priority; '' where it has none."""


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team as the columns refer to it. Not ``configured``: a container that no team owns stands for itself."""

    slug: str
    name: str
    configured: bool


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """A waiver with its issues resolved to rows. ``blocker`` is ``NOBODY`` where it holds for any."""

    issue: int
    blocker: int
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Issues:
    """The issues' columns, one row an issue."""

    state: Bytes
    """``model.State``."""
    read: Mask
    """Read whole and in scope: findings may be made on it."""
    team: Integers
    container: Integers
    parent: Integers
    """The issue that this one is a part of, or ``NOBODY``; free of rings."""
    twin: Integers
    """Equal for issues that were declared duplicates of each other."""
    signs: Bytes
    """``model.PlanSign`` bits, needed-by aside."""
    needed_by: Integers
    needed_from: Bytes
    """``model.DateSource``."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How urgent the issues are and how they have gone, one row an issue. Days are ordinals, or ``NEVER``."""

    urgency: Bytes
    """1 for the most urgent of the policy's priorities, and so on; 0 where nothing tells."""
    started: Mask
    """Somebody has begun it, or has done it."""
    understood: Mask
    """The asked team has understood what it is asked for."""
    created: Integers
    moved: Integers
    """When people last changed it."""
    closed: Integers
    due: Integers
    """Its own date, whoever tells it: what ``needed_by`` inherits from a parent is not in it."""
    planned_before: Integers
    """Its own date before that was changed the last time."""
    left_plan: Mask
    """It was seen to leave the plan."""
    came: Integers
    """When it was seen to become done."""

    @classmethod
    def unknown(cls, count: int) -> Progress:
        """Nothing is known of any of so many issues."""
        day, mask = np.zeros(count, dtype=np.int32), np.zeros(count, dtype=bool)
        return cls(np.zeros(count, dtype=np.int8), mask, mask, day, day, day, day, day, mask, day)


@dataclass(frozen=True, slots=True)
class Waits:
    """The links' columns: each pair of issues once, with an issue closed as a duplicate replaced by its original."""

    blocked: Integers
    blocker: Integers


@dataclass(frozen=True, slots=True)
class Declarations:
    """The declared fallbacks' columns: ``issue`` declares ``ticket`` against ``blocker`` (``NOBODY``: any)."""

    issue: Integers
    blocker: Integers
    ticket: Integers
    kind: Bytes
    """``model.FallbackKind``."""
    until: Integers
    """The away team's end date, or ``NEVER``."""
    migration: Integers
    """The ticket that replaces it once the blocker has come, or ``NOBODY``."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Everything that the rules see. ``assigned`` holds sorted ``issue * len(teams) + team`` of assignees' teams."""

    issues: Issues
    progress: Progress
    waits: Waits
    declarations: Declarations
    teams: tuple[TeamRow, ...]
    containers: tuple[str, ...]
    """``jira:PAY``, ``github:acme/web``."""
    names: Names
    assigned: Keys
    waivers: tuple[WaiverRow, ...] = ()
    ties: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """Issues that several teams claim with equal right, with the teams' slugs."""

    def __len__(self) -> int:
        """How many issues there are."""
        return len(self.issues.state)

    def take(self, chosen: Mask) -> Columns:
        """The same model of fewer issues: links and declarations stay where all their ends stay."""
        position = np.where(chosen, np.cumsum(chosen, dtype=np.int32) - 1, NOBODY).astype(np.int32)
        moved = _Moved(position)
        waits, kept_links = moved.rows(self.waits, ("blocked", "blocker"))
        declarations, kept_declarations = moved.rows(
            self.declarations, ("issue", "blocker", "ticket"), may=("blocker",)
        )
        declarations = replace(declarations, migration=moved(declarations.migration))
        issues = _masked(self.issues, chosen)
        return replace(
            self,
            issues=replace(issues, parent=moved(issues.parent)),
            progress=_masked(self.progress, chosen),
            waits=waits,
            declarations=declarations,
            names=_Part(self.names, np.flatnonzero(chosen), kept_links, kept_declarations),
            assigned=moved.assigned(self.assigned, len(self.teams)),
            waivers=tuple(moved.waivers(self.waivers)),
            ties=tuple((int(position[issue]), slugs) for issue, slugs in self.ties if chosen[issue]),
        )


Table = TypeVar("Table", Issues, Progress, Waits, Declarations)
Rows = TypeVar("Rows", Waits, Declarations)


class _Moved:
    """Where each issue's row went, and the columns that speak of rows, following."""

    def __init__(self, position: Integers) -> None:
        self.position = position

    def __call__(self, rows: Integers) -> Integers:
        return np.where(rows == NOBODY, NOBODY, self.position[rows]).astype(np.int32)

    def rows(self, table: Rows, ends: tuple[str, ...], may: tuple[str, ...] = ()) -> tuple[Rows, NDArray[np.intp]]:
        moved: dict[str, Any] = {name: self(getattr(table, name)) for name in ends}
        kept = np.ones(len(table.blocker), dtype=bool)
        for name in ends:
            absent = moved[name] == NOBODY
            kept &= ~absent | (getattr(table, name) == NOBODY) if name in may else ~absent
        return _masked(replace(table, **moved), kept), np.flatnonzero(kept)

    def assigned(self, keys: Keys, teams: int) -> Keys:
        issue, team = np.divmod(keys, max(teams, 1))
        at = self.position[issue].astype(np.int64)
        return np.sort((at * teams + team)[at >= 0])

    def waivers(self, rows: Iterable[WaiverRow]) -> Iterable[WaiverRow]:
        for row in rows:
            issue, blocker = (int(self.position[at]) if at != NOBODY else at for at in (row.issue, row.blocker))
            if issue != NOBODY and (row.blocker == NOBODY or blocker != NOBODY):
                yield WaiverRow(issue, blocker, row.waiver)


def _masked(table: Table, chosen: Mask) -> Table:
    return replace(table, **{name: getattr(table, name)[chosen] for name in table.__slots__})


class _Part:
    """The names of a part, asked from the whole."""

    def __init__(
        self, whole: Names, issues: NDArray[np.intp], links: NDArray[np.intp], declarations: NDArray[np.intp]
    ) -> None:
        self._whole, self._issues, self._links, self._declarations = whole, issues, links, declarations

    def ref(self, issue: int) -> Ref:
        return self._whole.ref(int(self._issues[issue]))

    def title(self, issue: int) -> str:
        return self._whole.title(int(self._issues[issue]))

    def url(self, issue: int) -> str:
        return self._whole.url(int(self._issues[issue]))

    def sources(self, link: int) -> tuple[Said, ...]:
        return self._whole.sources(int(self._links[link]))

    def declared(self, declaration: int) -> Fallback:
        return self._whole.declared(int(self._declarations[declaration]))

    def need(self, issue: int) -> Need:
        return self._whole.need(int(self._issues[issue]))

    def assignees(self, issue: int) -> tuple[str, ...]:
        return self._whole.assignees(int(self._issues[issue]))

    def labels(self, issue: int) -> tuple[str, ...]:
        return self._whole.labels(int(self._issues[issue]))

    def priority(self, issue: int) -> str:
        return self._whole.priority(int(self._issues[issue]))
