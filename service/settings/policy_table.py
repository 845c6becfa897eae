"""What the organisation decided: ``[policy]``, with its waivers, keywords and rules of its own."""

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from rules.addresses import Addresses
from rules.model import PlanSign
from rules.policy import PRIORITIES, STARTED_LABELS
from rules.statements import Waiver
from rules.text import DEFAULT_KEYWORDS, Keywords
from service.settings.advice_table import AdviceTable
from service.settings.judgement_tables import AssumptionsTable, Severities, TeamPolicyTable, repeated
from service.settings.own_rules import OwnRules
from service.settings.refs import AnyRef, Ticket, mention_in, resolved
from service.settings.rule_words import ALL, RuleSettings, RuleWord, Selection
from service.settings.table import Share, Table, Text, Texts, all_refused, divided, refused
from service.settings.teams import Accounts

PlanWord = Literal["in-progress", "active-sprint", "dated-version", "dated-milestone", "needed-by"]

PLAN_SIGNS: Mapping[PlanWord, PlanSign] = {
    "in-progress": PlanSign.IN_PROGRESS,
    "active-sprint": PlanSign.ACTIVE_SPRINT,
    "dated-version": PlanSign.DATED_VERSION,
    "dated-milestone": PlanSign.DATED_MILESTONE,
    "needed-by": PlanSign.NEEDED_BY,
}


def _vendor(name: str) -> str:
    if mention_in(f"vendor:{name}") is None:
        raise refused("should be letters, digits, dots and hyphens only: people write it as vendor:NAME")
    return name


def _ranked(priorities: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    if refusals := list(repeated(priorities)):
        raise all_refused(refusals)
    return priorities


def _said_tables(tables: object) -> object:
    """Leaves out tables that say nothing: a bare ``[[policy.waivers]]`` is a heading for what is to come."""
    return [table for table in tables if table != {}] if isinstance(tables, list) else tables


class WaiverTable(Table):
    """One waiver from the policy file. A date that has passed is no error here: a rule speaks of it."""

    issue: Ticket = Field(examples=['issue = "PAY-311"'])
    """The issue that waits."""
    blocker: AnyRef | None = Field(default=None, examples=['blocker = "acme/web#12"'])
    """What it waits on; everything, if none is named."""
    rule: RuleWord | None = Field(default=None, examples=['rule = "missing-fallback"'])
    """The rule that is silenced; all that a waiver may silence, if none is named."""
    until: date = Field(examples=["until = 2026-12-01"])
    """The last day of it."""
    because: Text = Field(examples=['because = "the supplier has signed"'])
    """Why the risk is accepted."""
    by: Text = Field(examples=['by = "Ada Lovelace"'])
    """Who accepted it."""

    def waiver(self, addresses: Addresses) -> Waiver | None:
        """The waiver as the rules know it; ``None`` where an address of it is on no connected site."""
        issue, blocker = (resolved(text, addresses) for text in (self.issue, self.blocker))
        if issue is None or (blocker is None and self.blocker is not None):
            return None
        return Waiver(issue, self.until, self.because, self.by, blocker, self.rule)

    def unresolved(self, addresses: Addresses) -> list[str]:
        """The keys whose issue is on no connected site."""
        given = {"issue": self.issue, "blocker": self.blocker}
        return [key for key, text in given.items() if text and resolved(text, addresses) is None]


class KeywordsTable(Table):
    """The organisation's phrases. A list takes the place of the default one."""

    waits_on: Texts = Field(default=DEFAULT_KEYWORDS.waits_on, examples=['waits_on = ["Blocked by", "Depends on"]'])
    """The phrases that say in a text that an issue waits."""

    def keywords(self) -> Keywords:
        """The phrases as the grammar takes them."""
        return Keywords(waits_on=self.waits_on)


class PolicyTable(Table):
    """Which rules are on, with which settings, and what counts."""

    select: Annotated[tuple[Selection, ...], BeforeValidator(divided)] = Field(
        default=(ALL,), examples=['select = ["ALL"]']
    )
    """The rules that are on, by code, name or the beginning of a code."""
    ignore: Annotated[tuple[Selection, ...], BeforeValidator(divided)] = Field(
        default=(), examples=['ignore = ["missing-fallback"]']
    )
    """Those of them that are off."""
    settings: RuleSettings = Field(default={}, examples=["[policy.settings.request-gone-quiet]"])
    """The settings of single rules."""
    severity: Severities = Field(default={}, examples=['severity = { need-not-stated = "info" }'])
    """Other severities, by rule."""
    teams: Mapping[str, TeamPolicyTable] = Field(default={}, examples=["[policy.teams.payments]"])
    danger_odds: Share = Field(default=0.5, examples=["danger_odds = 0.5"])
    """The odds below which a plan is in danger."""
    assumptions: AssumptionsTable = Field(default=AssumptionsTable(), examples=["[policy.assumptions]"])
    advice: AdviceTable = Field(default=AdviceTable(), examples=["[policy.advice]"])
    holidays: tuple[date, ...] = Field(default=(), examples=["holidays = [2026-12-25, 2027-01-01]"])
    """Days on which nobody works."""
    priorities: Annotated[tuple[Texts, ...], AfterValidator(_ranked)] = Field(
        default=tuple(tuple(sorted(words)) for words in PRIORITIES),
        examples=['priorities = [["blocker", "p0"], ["high", "p1"], ["normal", "p2"]]'],
    )
    """The words for priorities, the most urgent first."""
    started_labels: Texts = Field(default=tuple(sorted(STARTED_LABELS)), examples=['started_labels = ["in progress"]'])
    """Labels that say that work has begun, on GitHub."""
    planned: Annotated[tuple[PlanWord, ...], BeforeValidator(divided)] = Field(
        default=tuple(PLAN_SIGNS), examples=['planned = ["in-progress", "needed-by"]']
    )
    """What makes an issue planned."""
    vendors: Annotated[tuple[Annotated[str, AfterValidator(_vendor)], ...], BeforeValidator(divided)] = Field(
        default=(), examples=['vendors = ["stripe"]']
    )
    """Suppliers that people wait on, as vendor:NAME."""
    waivers_by: Accounts = Field(default=(), examples=['waivers_by = ["github:@head-of-web"]'])
    """Who else may accept a risk, beside the members of the team that waits."""
    automation_accounts: Accounts = Field(default=(), examples=['automation_accounts = ["github:@dependabot"]'])
    """Accounts of programs: their issues are no team's plans."""
    keywords: KeywordsTable = Field(default=KeywordsTable(), examples=["[policy.keywords]"])
    rules: Annotated[OwnRules, BeforeValidator(_said_tables)] = Field(default=(), examples=["[[policy.rules]]"])
    waivers: Annotated[tuple[WaiverTable, ...], BeforeValidator(_said_tables)] = Field(
        default=(), examples=["[[policy.waivers]]"]
    )

    @property
    def planned_by(self) -> PlanSign:
        """The signs that make an issue planned here."""
        return reduce(or_, (PLAN_SIGNS[word] for word in self.planned), PlanSign.NONE)
