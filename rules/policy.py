"""What an organisation decided: its teams, which rules are on, and what counts. Plain typed data, read by service/."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Protocol

from rules.model import PlanSign, Ref

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from rules.statements import Waiver

ALL_SIGNS = (
    PlanSign.IN_PROGRESS
    | PlanSign.ACTIVE_SPRINT
    | PlanSign.DATED_VERSION
    | PlanSign.DATED_MILESTONE
    | PlanSign.NEEDED_BY
)


class Specificity(Enum):
    """What an owner entry looks at, the most specific first."""

    LABEL = "label"
    COMPONENT = "component"
    FIELD = "field"
    CONTAINER = "container"


@dataclass(frozen=True, slots=True)
class Owned:
    """One ``owns`` entry of a team.

    ``label:team-payments`` has a pattern; ``component:PAY/Ledger`` has the project as its container too;
    ``field:Team=Payments`` has the field's name there; ``jira:PAY`` and ``github:acme/pay-*`` have their tracker.
    """

    kind: Specificity
    pattern: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class Team:
    """A team: ``slug`` is its table's name in the configuration, ``members`` are accounts."""

    slug: str
    name: str
    owns: tuple[Owned, ...] = ()
    integrator: str = ""
    members: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is taken for granted where nobody said it. Odds are shares of 1, costs are working days."""

    odds: float = 0.6
    """Of a request to another team, where no record tells."""
    fallback_odds: float = 0.9
    """Of a fallback that waits on nothing."""
    danger_odds: float = 0.5
    build: float = 5.0
    keep: float = 0.5
    """A month."""
    remove: float = 2.0
    kept: float = 3.0
    """Months that a hack is kept."""
    late: float = 10.0
    """By which what does not come in time comes later."""
    people: float = 3.0
    """Who stand still while one plan waits."""


@dataclass(frozen=True, slots=True)
class AdviceSettings:
    """What calls for which way of working together. Counts are the most that is still ordinary.

    ``practices`` and ``central_labels`` are labels in lower case; ``initiatives`` are issues. Urgencies are ranks of
    ``Policy.priorities``, 1 for the most urgent; up to 0 there is none.
    """

    practices: tuple[str, ...] = ("security", "accessibility", "performance")
    """Of work that a community of practice drives."""
    initiatives: tuple[Ref, ...] = ()
    """With all that is below them, priorities of the whole organisation."""
    central_labels: frozenset[str] = frozenset()
    """Of issues that are, with all that is below them, priorities of the whole organisation."""
    central_urgency: int = 0
    """Issues as urgent as this are, too."""
    critical_urgency: int = 1
    important_urgency: int = 2
    plan_teams: int = 3
    """That one plan needs."""
    asking_teams: int = 3
    """That wait on one team."""
    unanswered_asks: int = 10
    """That lie at one team."""
    pair_links: int = 10
    """Open links between two teams, either way."""
    pair_share: int = 50
    """Percent of a team's plans that wait on one other team: as much is too much."""
    pair_plans: int = 5
    """The fewest plans of which a share tells anything."""


@dataclass(frozen=True, slots=True)
class TeamRules:
    """What one team decided of the rules on its own issues: rules that are off, severities, and settings, by name."""

    ignore: frozenset[str] = frozenset()
    severity: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    settings: Mapping[str, Mapping[str, object]] = field(default_factory=lambda: MappingProxyType({}))


class OwnRule(Protocol):
    """What a policy knows of a rule of the organisation's own."""

    code: ClassVar[str]
    name: ClassVar[str]


PRIORITIES: tuple[frozenset[str], ...] = (
    frozenset({"blocker", "highest", "urgent", "p0"}),
    frozenset({"critical", "high", "major", "p1"}),
    frozenset({"medium", "normal", "p2"}),
    frozenset({"low", "minor", "p3"}),
    frozenset({"lowest", "trivial", "p4"}),
)
"""What trackers call their priorities, the most urgent first, in lower case."""


STARTED_LABELS = frozenset({"in progress", "in-progress", "doing", "started"})


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything the rules need to know of the organisation.

    ``select`` and ``ignore`` hold codes, names or ``ALL``. ``settings`` maps a rule's name to its fields' values,
    ``severity`` to the word of a severity that is not its own.
    ``visibility`` holds groups of containers (globs of ``jira:PAY``, ``github:acme/*``) that may see each other's refs.
    ``waivers_by`` holds accounts who may accept the risk for every team, beside the members of the team that waits.
    ``priorities`` and ``started_labels`` are words of priorities and labels, in lower case. ``holidays`` are no working
    days; neither are Saturdays and Sundays. ``team_rules`` are what single teams decided, by their slugs. ``own_rules``
    are ``rules.rule.Rule`` beside those of ``rules/checks``.
    """

    teams: tuple[Team, ...] = ()
    select: frozenset[str] = frozenset({"ALL"})
    ignore: frozenset[str] = frozenset()
    settings: Mapping[str, Mapping[str, object]] = field(default_factory=lambda: MappingProxyType({}))
    severity: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    planned_by: PlanSign = ALL_SIGNS
    vendors: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    waivers_by: frozenset[str] = frozenset()
    visibility: tuple[tuple[str, ...], ...] = ()
    priorities: tuple[frozenset[str], ...] = PRIORITIES
    started_labels: frozenset[str] = STARTED_LABELS
    holidays: frozenset[date] = frozenset()
    assumptions: Assumptions = Assumptions()
    advice: AdviceSettings = AdviceSettings()
    team_rules: Mapping[str, TeamRules] = field(default_factory=lambda: MappingProxyType({}))
    own_rules: tuple[type[OwnRule], ...] = ()

    def may_waive(self, team: str, account: str) -> bool:
        """Whether an account may accept a risk for a team: one of its members, where it says who they are."""
        members = next((one.members for one in self.teams if one.slug == team), frozenset[str]())
        return not members or account in members | self.waivers_by

    def selects(self, code: str, name: str, *, by_default: bool = True) -> bool:
        """Whether a rule is on: selected by code, name or ALL, and not ignored by either.

        One that is off ``by_default`` is not among ALL.
        """
        both = {code, name}
        return bool(self.select & (both | {"ALL"} if by_default else both)) and not self.ignore & (both | {"ALL"})
