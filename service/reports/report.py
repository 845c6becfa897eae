"""What every format is rendered from: an audit and what follows from it, each worked out once, when a format asks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rules.odds.horizons import horizons
from rules.odds.outlook import Outlook
from rules.rule import Severity
from service.accepted import accepted_in
from service.audit import is_of
from service.exits import CLEAN, COULD_NOT_RUN, FOUND
from service.guidance import guidance_of
from service.plans import LISTED, plans_of

if TYPE_CHECKING:
    from rules.odds.horizons import Horizon
    from service.accepted import Accepted
    from service.audit import Audit
    from service.guidance import Guidance
    from service.plans import Plans
    from service.reports.earlier import Earlier

PIPED_WIDTH = 160


@dataclass(frozen=True, slots=True)
class Screen:
    """Where a table is read: how many columns wide, and whether in colour."""

    width: int = PIPED_WIDTH
    color: bool = False


@dataclass(frozen=True)
class Report:
    """One audit to be told. New findings from ``fail_on`` on are its failure; ``earlier`` is the given baseline.

    At most so many plans are ``listed``, those with the least odds.
    """

    audit: Audit
    fail_on: Severity = Severity.ERROR
    earlier: Earlier | None = None
    screen: Screen = Screen()
    listed: int = LISTED

    @property
    def compared(self) -> bool:
        """Whether a baseline was given."""
        return self.earlier is not None

    @cached_property
    def plans(self) -> Plans:
        """The plans, those with the least odds weighed one by one."""
        return plans_of(self.audit.graph, self.listed)

    @cached_property
    def horizons(self) -> tuple[Horizon, ...]:
        """How far the plans that are needed first need nobody else, and all; and the odds that they land."""
        return horizons(self.audit.graph.derived(Outlook))

    @cached_property
    def guidance(self) -> Guidance:
        """What may help these plans, where asks compete, and what hacks cost."""
        return guidance_of(self.audit.graph, self.plans)

    @cached_property
    def accepted(self) -> tuple[Accepted, ...]:
        """The risks that somebody has accepted, of the same team as the findings."""
        team, found = self.audit.team, accepted_in(self.audit)
        return tuple(one for one in found if is_of(one.finding.issue, team)) if team else found

    @property
    def status(self) -> int:
        """The exit status. An audit in which a rule crashed did not run, nor did one that could not read a site."""
        if self.audit.crashes or any(extent.failed for extent in self.audit.extents):
            return COULD_NOT_RUN
        return FOUND if any(finding.severity >= self.fail_on for finding in self.audit.new_findings) else CLEAN
