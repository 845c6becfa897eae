"""Gathers the evidence of one issue from an audit: what was said, what follows, and what each rule made of it. Pure."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np

from rules.agenda import open_decisions
from rules.columns import NEVER, NOBODY
from rules.engine import rules_of, selected
from rules.model import State
from rules.odds.outlook import Outlook
from rules.views import IssueView, LinkView
from service.evidence.arithmetic import WEIGHED, odds_of
from service.evidence.counsel import advice_on
from service.evidence.saying import statement_of
from service.evidence.shown import Evidence, PlanB, Waited, Waiter
from service.evidence.words import BY_DATE, CLEAN, DATES, OUT_OF_SCOPE, REASONS, SIGNS, STATES
from service.speech.visibility import ends_of
from service.survey import shown
from service.survey.findings import finding_of
from service.survey.naming import figure_of, iso, issue_of, team_of
from service.survey.verdicts import Declared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rules.model import Ref
    from rules.statements import Statement
    from rules.views import FallbackView
    from service.audit import Audit

EVERY: Final = 1_000_000
"""More links than an issue has."""


def evidence_of(audit: Audit, ref: Ref, most: int = EVERY) -> Evidence | None:
    """The evidence of an issue, with so many of its waits and waiters at most; ``None`` if nobody knows it."""
    row = audit.assembled.register.find(ref)
    return None if row is None else _Gathering(audit, IssueView(audit.graph, row)).evidence(most)


def declared_of(one: FallbackView) -> Declared:
    """A declared fallback, and why it does not stand."""
    return Declared(
        ticket=issue_of(one.ticket),
        kind=one.kind.name.lower().replace("_", " "),
        stands=one.stands,
        begun=one.ticket.begun,
        why_not=tuple(words for reason, words in REASONS.items() if reason in one.reasons),
        build_days=one.declared.cost.build,
    )


class _Gathering:
    """The evidence of one issue."""

    def __init__(self, audit: Audit, issue: IssueView) -> None:
        self.audit, self.issue, self.graph = audit, issue, audit.graph
        self.outlook = self.graph.derived(Outlook)
        self.effort = WEIGHED
        self.days = {
            one.link.row: one.deadline.day
            for one in open_decisions(self.graph)
            if one.link.blocked.row == self.issue.row
        }

    def evidence(self, most: int) -> Evidence:
        issue, waits = self.issue, self.graph.columns.waits
        entry = self.audit.assembled.register.entries[issue.row]
        on = {one.rule for one in selected(self.graph.policy)}
        change = self.graph.next_change
        own, others = (self._in_order(np.flatnonzero(end == issue.row)) for end in (waits.blocked, waits.blocker))
        said = list(dict.fromkeys(statement_of(one, self._named) for one in self._statements()))
        return Evidence(
            issue=issue_of(issue),
            team=team_of(issue.team),
            state=STATES[issue.state],
            is_open=issue.state is State.OPEN,
            read=issue.read,
            outcome_known=entry.issue is None or entry.issue.outcome_known,
            parents=tuple(issue_of(IssueView(self.graph, row)) for row in issue.ancestors),
            planned=tuple(self._signs()),
            needed_by=iso(issue.needed_by),
            needed_from=DATES[issue.needed_from],
            because=issue.need.because,
            statements=tuple(said[:most]),
            more_statements=max(0, len(said) - most),
            near_misses=tuple(str(miss) for ref, miss in self.audit.near_misses if self._is_here(ref)),
            unresolved=tuple(what for ref, what in self.audit.assembled.unresolved if self._is_here(ref)),
            waits=tuple(self._waited(link) for link in own[:most]),
            more_waits=max(0, len(own) - most),
            waiters=tuple(waiter_of(link) for link in others[:most]),
            more_waiters=max(0, len(others) - most),
            findings=self._findings(),
            off=tuple(rule.name for rule in rules_of(self.graph.policy) if rule not in on),
            verdict=self._verdict(),
            changes_on=None if change == NEVER else iso(date.fromordinal(change)),
            odds=odds_of(self.graph, issue.row),
            advice=tuple(islice(advice_on(self.graph, issue.row), most)),
        )

    def _in_order(self, rows: Iterable[int]) -> list[LinkView]:
        """Links as they lie, those first that are open."""
        return sorted((LinkView(self.graph, int(row)) for row in rows), key=lambda link: (not link.open, link.row))

    def _signs(self) -> Iterator[str]:
        if self.issue.planned:
            signs = int(self.graph.columns.issues.signs[self.issue.row]) & self.graph.policy.planned_by.value
            yield from [words for sign, words in SIGNS.items() if sign.value & signs] or [BY_DATE]

    def _is_here(self, ref: Ref) -> bool:
        return ref.address == self.issue.ref.address

    def _statements(self) -> list[Statement]:
        """What the issue is an end of, its own statements first. A tracker tells a link on both its ends."""
        said = self.audit.assembled.about([self.issue.row])
        about = (one for one in said if any(map(self._is_here, ends_of(one))))
        return sorted(about, key=lambda one: not self._is_here(next(iter(ends_of(one)))))

    def _named(self, ref: Ref) -> shown.Issue:
        row = self.audit.assembled.register.find(ref)
        if row is None:
            return shown.Issue(ref.site, ref.text, "", "")
        known = issue_of(IssueView(self.graph, row))
        return shown.Issue(ref.site, ref.text, known.url, known.title)

    def _waited(self, link: LinkView) -> Waited:
        blocker, weighed, odds = link.blocker, False, None
        if link.open and self.effort > 0:
            self.effort -= self.outlook.size(blocker.row)
            weighed = self.effort > 0
        if weighed:
            odds = self.outlook.chance_of_ask(link.blocked.row, blocker.row).odds
        return Waited(
            blocker=issue_of(blocker),
            team=team_of(blocker.team),
            state=STATES[blocker.state],
            open=link.open,
            across_teams=link.crosses,
            covered=link.covered,
            sources=tuple(dict.fromkeys(str(said) for said in link.sources)),
            weighed=weighed,
            odds=odds,
            figure=figure_of(self.outlook.figure(blocker.row)),
            decide_by=iso(self.days.get(link.row)),
            fallbacks=tuple(map(_plan_b, link.fallbacks)),
            waivers=self._waivers.get(NOBODY, ()) + self._waivers.get(blocker.row, ()),
        )

    @cached_property
    def _waivers(self) -> dict[int, tuple[shown.Waiver, ...]]:
        found: defaultdict[int, tuple[shown.Waiver, ...]] = defaultdict(tuple)
        for row in self.graph.columns.waivers:
            if row.issue == self.issue.row:
                one = row.waiver
                found[row.blocker] += (shown.Waiver(iso(one.until), one.because, one.author or ""),)
        return found

    def _findings(self) -> tuple[shown.Finding, ...]:
        return tuple(finding_of(one) for one in self.audit.findings if self._is_here(one.issue.ref))

    def _verdict(self) -> str:
        gravest = max((one.severity for one in self.audit.findings if self._is_here(one.issue.ref)), default=None)
        if gravest is not None:
            return str(gravest)
        return CLEAN if self.graph.in_scope[self.issue.row] else OUT_OF_SCOPE


def _plan_b(one: FallbackView) -> PlanB:
    above, cost = one.declared_on, one.declared.cost
    return PlanB(
        declared=declared_of(one),
        team=team_of(one.ticket.team),
        state=STATES[one.ticket.state],
        keep_days=cost.keep,
        remove_days=cost.remove,
        migration=None if one.migration is None else issue_of(one.migration),
        declared_on=None if above.row == one.link.blocked.row else issue_of(above),
        said=str(one.said),
    )


def waiter_of(link: LinkView) -> Waiter:
    """Who waits, by a link."""
    one = link.blocked
    return Waiter(issue_of(one), team_of(one.team), STATES[one.state], link.open, link.crosses, link.covered)
