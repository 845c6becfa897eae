"""The evidence on one issue as documents: plain data, as ``service.survey.shown`` has it of everything."""

from __future__ import annotations

from dataclasses import dataclass

# The API describes these types, and looks their fields up.
from service.survey.shown import Figure, Finding, Issue, Team, Waiver  # noqa: TC001
from service.survey.verdicts import Declared  # noqa: TC001


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that was said: issues and words in their order, and who said it ('' for a waiver)."""

    kind: str
    says: tuple[Issue | str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class PlanB:
    """A declared fallback, whose it is and what it costs in working days; keeping it, a month.

    ``declared_on`` is the ancestor that declared it; ``None`` if the waiting issue did.
    """

    declared: Declared
    team: Team
    state: str
    keep_days: float | None
    remove_days: float | None
    migration: Issue | None
    declared_on: Issue | None
    said: str


@dataclass(frozen=True, slots=True)
class Waited:
    """What the issue waits on. ``odds`` are those that it comes in time, with what it waits on itself; ``None``: none.

    ``weighed`` tells whether they were looked at; ``figure`` is what its team's record makes of it alone.
    """

    blocker: Issue
    team: Team
    state: str
    open: bool
    across_teams: bool
    covered: bool
    sources: tuple[str, ...]
    weighed: bool
    odds: float | None
    figure: Figure
    decide_by: str | None
    fallbacks: tuple[PlanB, ...]
    waivers: tuple[Waiver, ...]


@dataclass(frozen=True, slots=True)
class Waiter:
    """An issue that waits on this one; ``covered`` is ``None`` where nobody has looked for its fallback yet."""

    issue: Issue
    team: Team
    state: str
    open: bool
    across_teams: bool
    covered: bool | None


@dataclass(frozen=True, slots=True)
class Factor:
    """One issue of another team on which odds stand, alone: whatever it waits on itself is a factor of its own."""

    issue: Issue
    team: Team
    figure: Figure
    instead: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Odds:
    """That everything an issue waits on comes in time, or is stood in for; ``None`` where it waits in a ring.

    ``arithmetic`` is the sum that leads there, or how it was reckoned where no sum does; ``more`` factors are not
    listed.
    """

    odds: float | None
    standard_error: float
    arithmetic: str
    factors: tuple[Factor, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Other:
    """A way of working together that was not advised, and why; ``beside``: it goes on beside the one that was."""

    model: str
    why: str
    beside: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """What fits a wait on another team, what to do then, and what waiting costs beside a fallback."""

    blocker: Issue
    team: Team
    model: str
    reason: str
    action: str
    costs: str
    others: tuple[Other, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that leads to the verdict on an issue.

    ``read``: it was read itself and is in scope. ``planned`` are the signs that it is; ``verdict`` is the gravest
    severity, or why there is none; ``off`` are rules that are switched off; on ``changes_on`` time alone may change a
    verdict. Of statements, waits and waiters so many ``more`` are not listed.
    """

    issue: Issue
    team: Team
    state: str
    is_open: bool
    read: bool
    outcome_known: bool
    parents: tuple[Issue, ...]
    planned: tuple[str, ...]
    needed_by: str | None
    needed_from: str
    because: str
    statements: tuple[Statement, ...]
    more_statements: int
    near_misses: tuple[str, ...]
    unresolved: tuple[str, ...]
    waits: tuple[Waited, ...]
    more_waits: int
    waiters: tuple[Waiter, ...]
    more_waiters: int
    findings: tuple[Finding, ...]
    off: tuple[str, ...]
    verdict: str
    changes_on: str | None
    odds: Odds | None
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an issue, or that Detour did there, at a moment."""

    at: float
    what: str


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of an issue over time: what of it was read when, what happened, and what is still to be done.

    ``judged`` is when its verdict was made, ``None`` before there is any; ``stale``: it was made of less than it needs.
    """

    readings: tuple[Event, ...]
    events: tuple[Event, ...]
    judged: float | None
    stale: bool
    pending: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An issue in the surroundings of another one; ``ended``: nothing more is to come of it."""

    issue: Issue
    team: Team
    ended: bool


@dataclass(frozen=True, slots=True)
class Way:
    """From one place to another, by their numbers.

    ``hangs``, ``covered`` and ``own`` (inside one team) are waits, ``fallback`` and ``doubted`` lead to what would be
    done instead.
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is around an issue, the first of the places; so many more have no room."""

    places: tuple[Place, ...]
    ways: tuple[Way, ...]
    left_out: int
