"""What an organisation decided: its teams, which rules are on, and what counts. Plain typed data, read by service/."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from rules.model import PlanSign, Waiver

if TYPE_CHECKING:
    from collections.abc import Mapping

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
class Policy:
    """Everything the rules need to know of the organisation.

    ``select`` and ``ignore`` hold codes, names or ``ALL``. ``settings`` maps a rule's name to its fields' values.
    ``visibility`` holds groups of containers (globs of ``jira:PAY``, ``github:acme/*``) that may see each other's refs.
    """

    teams: tuple[Team, ...] = ()
    select: frozenset[str] = frozenset({"ALL"})
    ignore: frozenset[str] = frozenset()
    settings: Mapping[str, Mapping[str, object]] = field(default_factory=lambda: MappingProxyType({}))
    planned_by: PlanSign = ALL_SIGNS
    vendors: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    visibility: tuple[tuple[str, ...], ...] = ()

    def selects(self, code: str, name: str) -> bool:
        """Whether a rule is on: selected by code, name or ALL, and not ignored by either."""
        both = {code, name}
        return bool(self.select & (both | {"ALL"})) and not self.ignore & (both | {"ALL"})
