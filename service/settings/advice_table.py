"""What calls for which way of working together: ``[policy.advice]``."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from rules.addresses import Addresses
from rules.policy import AdviceSettings
from service.settings.refs import Ticket, resolved
from service.settings.table import Refusal, Table, Texts, WholeNumber, divided

DEFAULTS = AdviceSettings()
IMPORTANT = "important_urgency"

Count = Annotated[WholeNumber, Field(ge=0, lt=1_000_000)]
Percent = Annotated[WholeNumber, Field(ge=0, le=100)]


def _folded(labels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(label.casefold() for label in labels)


Labels = Annotated[Texts, AfterValidator(_folded)]


class AdviceTable(Table):
    """Counts are the most that is still ordinary; urgencies are ranks of the policy's priorities, 0 for none."""

    practices: Labels = Field(default=DEFAULTS.practices, examples=['practices = ["security", "accessibility"]'])
    """Labels of work for which a practice is asked: what every team needs a little of."""
    initiatives: Annotated[tuple[Ticket, ...], BeforeValidator(divided)] = Field(
        default=(), examples=['initiatives = ["SHOP-1"]']
    )
    """Issues that are priorities of the whole organisation."""
    central_labels: Labels = Field(default=(), examples=['central_labels = ["company-goal"]'])
    """Labels that say the same."""
    central_urgency: Count = Field(default=DEFAULTS.central_urgency, examples=["central_urgency = 1"])
    """The priority up to which an issue is one, too."""
    critical_urgency: Count = Field(default=DEFAULTS.critical_urgency, examples=["critical_urgency = 1"])
    """The priority up to which it is critical."""
    important_urgency: Count = Field(default=DEFAULTS.important_urgency, examples=["important_urgency = 2"])
    """The priority up to which it is important."""
    plan_teams: Count = Field(default=DEFAULTS.plan_teams, examples=["plan_teams = 3"])
    """Teams that one plan needs."""
    asking_teams: Count = Field(default=DEFAULTS.asking_teams, examples=["asking_teams = 3"])
    """Teams that wait on one."""
    unanswered_asks: Count = Field(default=DEFAULTS.unanswered_asks, examples=["unanswered_asks = 10"])
    """Asks of one team that nobody answered."""
    pair_links: Count = Field(default=DEFAULTS.pair_links, examples=["pair_links = 10"])
    """Open links between two teams."""
    pair_share: Percent = Field(default=DEFAULTS.pair_share, examples=["pair_share = 50"])
    """Percent of a team's plans that hang on one other team."""
    pair_plans: Count = Field(default=DEFAULTS.pair_plans, examples=["pair_plans = 5"])
    """Plans from which on that share counts."""

    def settings(self, addresses: Addresses) -> AdviceSettings:
        """The same as the rules take it; initiatives on no connected site are left out."""
        found = (resolved(text, addresses) for text in self.initiatives)
        given = self.model_dump() | {
            "initiatives": tuple(ref for ref in found if ref),
            "central_labels": frozenset(self.central_labels),
            IMPORTANT: max(self.critical_urgency, self.important_urgency),
        }
        return AdviceSettings(**given)

    def unresolved(self, addresses: Addresses) -> Iterator[int]:
        """The places of the initiatives that are on no connected site."""
        return (place for place, text in enumerate(self.initiatives) if resolved(text, addresses) is None)

    def disordered(self, priorities: int) -> Iterator[Refusal]:
        """Ranks that were given and that no priority has, and one by which what is critical would not matter."""
        for key in sorted({"central_urgency", "critical_urgency", IMPORTANT} & self.model_fields_set):
            if getattr(self, key) > priorities:
                yield (key,), f"should be a rank among the policy's {priorities} priorities, 1 for the most urgent"
        if IMPORTANT in self.model_fields_set and self.important_urgency < self.critical_urgency:
            yield (IMPORTANT,), f"should be {self.critical_urgency} or more: what is critical matters, too"
