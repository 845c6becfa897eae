"""How findings are weighed: severities, a team's own decisions, and what is taken for granted where nobody said it."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from rules.policy import Assumptions, TeamRules
from service.settings.rule_words import (
    RuleSettings,
    Selection,
    code_of,
    known_in,
    no_such_rule,
)
from service.settings.table import Refusal, Share, Table, all_refused, divided, number

SeverityWord = Literal["error", "warning", "info", "report"]


def _named(given: Mapping[str, SeverityWord], info: ValidationInfo) -> dict[str, SeverityWord]:
    """The severities by the rules' names. Refuses all words at once that name no rule, or one twice."""
    names, found = known_in(info).names, dict[str, SeverityWord]()
    refusals: list[Refusal] = []
    for word, severity in given.items():
        code = code_of(word, names)
        if code is None:
            refusals.append(((word,), no_such_rule(word, names)))
        elif names[code] in found:
            refusals.append(((word,), f"is a second severity for {names[code]}"))
        else:
            found[names[code]] = severity
    if refusals:
        raise all_refused(refusals)
    return found


Severities = Annotated[Mapping[str, SeverityWord], AfterValidator(_named)]
Days = Annotated[float, BeforeValidator(number), Field(ge=0, le=10_000)]
Months = Annotated[float, BeforeValidator(number), Field(ge=0, le=1_200)]
People = Annotated[float, BeforeValidator(number), Field(ge=0, le=10_000)]


class AssumptionsTable(Table):
    """What is assumed where nobody said it: odds are shares of 1, costs are working days, ``kept`` is in months."""

    odds: Share = Field(default=Assumptions().odds, examples=["odds = 0.6"])
    """The odds that what another team was asked for comes in time, without a record."""
    fallback_odds: Share = Field(default=Assumptions().fallback_odds, examples=["fallback_odds = 0.9"])
    """The odds of a fallback."""
    build: Days = Field(default=Assumptions().build, examples=["build = 5"])
    """Working days to build a fallback."""
    keep: Days = Field(default=Assumptions().keep, examples=["keep = 0.5"])
    """Working days a month to keep a hack."""
    remove: Days = Field(default=Assumptions().remove, examples=["remove = 2"])
    """Working days to remove it."""
    kept: Months = Field(default=Assumptions().kept, examples=["kept = 3"])
    """Months that it is kept."""
    late: Days = Field(default=Assumptions().late, examples=["late = 10"])
    """Working days that a blocker is late, if it is."""
    people: People = Field(default=Assumptions().people, examples=["people = 3"])
    """How many stand still meanwhile."""

    def assumptions(self, danger_odds: float) -> Assumptions:
        """The same as the rules take it, with the threshold below which a plan is in danger."""
        return Assumptions(danger_odds=danger_odds, **self.model_dump())


class TeamPolicyTable(Table):
    """What one team decided of the rules on its own issues."""

    ignore: Annotated[tuple[Selection, ...], BeforeValidator(divided)] = Field(
        default=(), examples=['ignore = ["request-gone-quiet"]']
    )
    """The rules that are off on its issues."""
    severity: Severities = Field(default={}, examples=['severity = { need-not-stated = "info" }'])
    """Other severities on its issues, by rule."""
    settings: RuleSettings = Field(default={}, examples=["[policy.teams.payments.settings.request-gone-quiet]"])
    """The settings of rules on its issues."""

    def rules(self) -> TeamRules:
        """The same as the rules take it."""
        return TeamRules(frozenset(self.ignore), self.severity, self.settings)


def repeated(priorities: tuple[tuple[str, ...], ...]) -> Iterator[Refusal]:
    """The words that stand for two priorities."""
    seen = set[str]()
    for place, words in enumerate(priorities):
        for at, word in enumerate(words):
            if word.casefold() in seen:
                yield (place, at), "stands for another priority already"
            seen.add(word.casefold())
