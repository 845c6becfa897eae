"""The documents that pages and the API show, and the store keeps: one audit's outcome in plain data.

These are plain dataclasses, so that the store encodes them, the API describes them and pages render them alike. Days
are ISO dates, moments seconds since 1970, odds and shares are parts of 1, costs working days. What came from a tracker
is untrusted text.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue, or a whole project or team that a report is about: its site, its address there, its page and title."""

    site: str
    ref: str
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Team:
    """A team; one that is not ``configured`` is the project or repository that stands in for it."""

    slug: str
    name: str
    configured: bool


@dataclass(frozen=True, slots=True)
class Link:
    """``blocked`` waits on ``blocker``, and ``sources`` said so."""

    blocked: Issue
    blocker: Issue
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiver:
    """Who accepted a risk, why and until when."""

    until: str | None
    because: str
    by: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, in the shape of the audit's JSON; with the ``waiver`` that is in force, if it is accepted."""

    key: str
    code: str
    name: str
    severity: str
    speaks: bool
    issue: Issue
    team: Team | None
    message: str
    action: str
    fallback: Issue | None
    links: tuple[Link, ...]
    waiver: Waiver | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """The fallback that gains a plan most odds a day of work; ``known`` says how its days are known."""

    link: Link
    plan: Issue
    odds_before: float | None
    odds_after: float
    days: float
    known: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A team's odds to keep a date, in an interval of 90 %, and where they come from."""

    odds: float
    low: float
    high: float
    known: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that waits on something; without ``odds`` it waits in a ring. The weakest link has odds of its own."""

    issue: Issue
    team: Team
    needed_by: str | None
    odds: float | None
    standard_error: float
    blockers: int
    known: str
    relies_on_itself: bool
    weakest: Link
    weakest_team: Team
    weakest_odds: float | None
    weakest_figure: Figure
    next: Remedy | None


@dataclass(frozen=True, slots=True)
class Flow:
    """So many open ``links`` lead from one team to another; for ``covered`` of these a fallback stands."""

    waiting: Team
    asked: Team
    links: int
    covered: int

    @property
    def uncovered(self) -> int:
        """Those that hang on the other team."""
        return self.links - self.covered


@dataclass(frozen=True, slots=True)
class Figures:
    """What is drawn as a trend, of everything or of one team.

    ``plans_alone`` of the ``plans`` ship if nobody else delivers. ``odds`` that all that can land do; ``None`` if none.
    """

    open_issues: int
    across_teams: int
    covered: int
    plans: int
    plans_alone: int
    findings: dict[str, int]
    odds: float | None = None

    @property
    def uncovered(self) -> int:
        """Links to other teams without a fallback that stands."""
        return self.across_teams - self.covered

    @property
    def self_reliance(self) -> float | None:
        """The share of plans that ship if nobody else delivers."""
        return self.plans_alone / self.plans if self.plans else None


@dataclass(frozen=True, slots=True)
class Ask:
    """What one issue of another team asks for: why it is needed, in whose words, and by what it would be replaced."""

    issue: Issue
    team: Team
    planned: bool
    needed_by: str | None
    because: str
    said_on: Issue | None
    fallback: Issue | None


@dataclass(frozen=True, slots=True)
class Asked:
    """An issue that others wait for. So many ``plans`` hang on it; the most urgent asks come first, ``more`` follow."""

    issue: Issue
    plans: int
    needed_by: str | None
    asks: tuple[Ask, ...]
    more: int
    answer: str

    @property
    def bare(self) -> int:
        """How many ask without a fallback that stands."""
        return sum(1 for ask in self.asks if ask.fallback is None)


@dataclass(frozen=True, slots=True)
class Hack:
    """What was built in place of what others did not deliver. ``keep`` is a month; ``None`` where nobody knows."""

    ticket: Issue
    team: Team
    kind: str
    since: str | None
    lives: bool
    keep: float
    keep_known: str
    paid: float
    blockers: tuple[Issue, ...]
    migration: Issue | None


@dataclass(frozen=True, slots=True)
class Dated:
    """A day that an issue brings to a team: to decide by, or the last one of a waiver; and ``what`` it is about."""

    day: str
    occasion: str
    issue: Issue
    team: str
    what: str


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One team among all: how it hangs on others, how they hang on it, and how it has kept its dates."""

    team: Team
    figures: Figures
    asked_by_others: int
    hangs_on: tuple[Flow, ...]
    hang_on_it: tuple[Flow, ...]
    odds: Figure


@dataclass(frozen=True, slots=True)
class TeamSheet:
    """All that is shown of one team."""

    line: TeamLine
    plans: tuple[Plan, ...]
    inbox: tuple[Asked, ...]
    hacks: tuple[Hack, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure that is shown large, what it counts, and whether it calls for somebody."""

    value: str
    what: str
    section: str
    bad: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What to do first, and why."""

    what: str
    why: str
    section: str
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What a director reads first. ``place`` and ``places`` call what waits on each other: team, or project."""

    place: str
    places: str
    read: int
    headline: tuple[str, ...]
    more: tuple[str, ...]
    tiles: tuple[Tile, ...]
    steps: tuple[Step, ...]
    figures: Figures
    plans: tuple[Plan, ...]
    plans_in_danger: int
    danger_odds: float
    fallbacks: tuple[Remedy, ...]
    notes: tuple[str, ...]
