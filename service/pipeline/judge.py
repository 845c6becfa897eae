"""Judge: what the rules make of some issues, on exactly what these can see; and what there is to say of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np
import structlog

from rules.columns import NEVER
from rules.deadlines import decide_by
from rules.engine import run, selected
from rules.graph import Graph
from rules.rule import Reach, Severity
from rules.views import IssueView
from service.pipeline.answers import due_answers
from service.pipeline.apart import Apart, halves, is_of_the_work
from service.pipeline.baseline import Judged, gone_live, take_baseline, waiting_for_baseline
from service.pipeline.briefs import Briefing, known_briefs
from service.pipeline.marks import READING
from service.pipeline.silence import unripe
from service.speech.agenda import agendas_for
from service.speech.budget import DECIDE, presses
from service.speech.markers import Role
from service.speech.remarks import remarks_for
from service.speech.turns import Silence, turn
from service.store import pull_checks, verdicts
from service.store.briefs import keep as keep_briefs
from service.store.connection import reading
from service.store.experiences import experience_in
from service.store.failures import succeeded
from service.store.leases import guard
from service.store.neighbourhoods import around
from service.store.ripples import affected, asked_by
from service.store.sayings import all_said_on
from service.store.verdicts import StoredFinding, Verdict
from service.store.work import Lane, finish, mark, waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Engine

    from rules.experience import Experience
    from rules.model import Ref
    from rules.rule import Finding
    from service.pipeline.decisions import Decisions
    from service.speech.said import Said
    from service.store.briefs import Brief
    from service.store.leases import Lease
    from service.store.loading import Neighbourhood
    from service.store.work import Claim

LOG = structlog.get_logger()
SETTLE_SECONDS = 0.2
"""How long a verdict waits before it is spoken, so that one burst of changes is one comment."""
BEHIND_PRESSING = 0.05
"""By how much longer, where others of the batch cannot wait for another day's budget."""


@dataclass(frozen=True, slots=True)
class Judging:
    """Judges the issues of one site that wait for it. ``speaks``: whether anything can be said there at all.

    ``checking`` are the sites on which pull requests are checked.
    """

    engine: Engine
    decisions: Decisions
    speaks: bool
    checking: frozenset[str] = frozenset()

    def judge(self, claims: Sequence[Claim], lease: Lease, now: float, lane: Lane = Lane.JUDGE) -> None:
        """One batch of a lane; an issue that cannot be judged holds up no other."""
        try:
            self._judge(claims, lease, now, lane)
        except Exception as error:
            if not is_of_the_work(error):
                raise
            if len(claims) == 1:
                Apart(self.engine).set_aside(lane, claims[0], error, lease, now)
                return
            for part in halves(claims):
                self.judge(part, lease, now, lane)

    def _judge(self, claims: Sequence[Claim], lease: Lease, now: float, lane: Lane) -> None:
        """Reads in one moment of the store, writes in another; what changed between is marked."""
        with reading(self.engine) as connection:
            issues = [claim.issue_id for claim in claims]
            later = unripe(connection, issues)
            issues = [one for one in issues if one not in later]
            said, asked = (all_said_on(connection, issues, role) for role in (Role.VERDICT, Role.BRIEF))
            judged = list(self._judged(connection, issues, (_begun(said), _begun(asked)), now))
            before = verdicts.verdicts_on(connection, issues)
            briefed = known_briefs(connection, before)
        made = [one.after(before.get(one.issue_id)) for one in waiting_for_baseline((one for one, _ in judged), before)]
        briefs = waiting_for_baseline((brief for _, brief in judged), briefed)
        news = set(_news(made, before, said)) | set(_news(briefs, briefed, asked))
        pressing = {one.issue_id for one in made if one.remark is not None and presses(one.remark.events)} & news
        with self.engine.begin() as connection:
            guard(connection, lease)
            verdicts.keep(connection, made)
            keep_briefs(connection, briefs)
            take_baseline(connection, Role.VERDICT, gone_live(made, before), said, now)
            take_baseline(connection, Role.BRIEF, gone_live(briefs, briefed), asked, now)
            self._mark_checks(connection, made, before, now)
            news |= due_answers(connection, made, before, self.decisions.policy, now)
            mark(connection, Lane.SPEAK, pressing, now + SETTLE_SECONDS)
            mark(connection, Lane.SPEAK, news - pressing, now + SETTLE_SECONDS + BEHIND_PRESSING)
            finish(connection, lane, claims)
            succeeded(connection, lane, claims)
        LOG.info("judged", site=lease.site, issues=len(made), to_speak=len(news))

    def _mark_checks(
        self, connection: Connection, made: Sequence[Verdict], before: Mapping[int, Verdict], now: float
    ) -> None:
        """Marks the pull requests for issues on which something else was found than before."""
        changed = [one.issue_id for one in made if _found(one) != _found(before.get(one.issue_id))]
        if self.checking and changed:
            mark(connection, Lane.CHECK, pull_checks.naming(connection, changed, self.checking), now + SETTLE_SECONDS)

    def wake(self, connection: Connection, now: float, limit: int) -> None:
        """Marks the issues whose verdicts time alone may have changed."""
        mark(connection, Lane.JUDGE, verdicts.awake(connection, now, limit), now)

    def _judged(
        self, connection: Connection, issues: Sequence[int], begun: tuple[set[int], set[int]], now: float
    ) -> Iterator[tuple[Verdict, Brief]]:
        """In parts where all of them together would see more than the limit; who asks for one alone may be too many.

        ``begun`` are the issues on which a comment was begun before, and those on which a brief was.
        """
        if not issues:
            return
        seen = around(connection, issues)
        if seen.cut and len(issues) > 1:
            for part in (issues[: len(issues) // 2], issues[len(issues) // 2 :]):
                yield from self._judged(connection, part, begun, now)
            return
        crowded = seen.cut
        if crowded:
            seen = around(connection, issues, askers=False)
        stale = set(issues) if seen.cut else self._unread(connection, seen)
        unsure = set(issues) if crowded else stale | asked_by(connection, stale)
        court = _Court(self.decisions, seen, experience_in(connection), issues, now)
        briefing = Briefing(self.decisions, begun[1], unsure, speaks=self.speaks)
        briefs = briefing.briefs(court.graph, court.assembled, court.rows, seen.ids)
        yield from ((one, briefs[one.issue_id]) for one in court.verdicts(begun[0], stale, speaks=self.speaks))
        court.graph.forget()

    def _unread(self, connection: Connection, seen: Neighbourhood) -> set[int]:
        """The issues that see one that is about to be read for the first time: its state is not known yet.

        What a sweep found is not known whole either, before its comments were read.
        """
        unread = set[int]().union(*(waiting(connection, lane, sorted(seen.unread)) for lane in READING))
        met = waiting(connection, Lane.SCAN, sorted(seen.ids.values()))
        return met | (affected(connection, unread) or set(seen.ids.values())) if unread else met


def _begun(said: Mapping[int, Said]) -> set[int]:
    return {one for one, known in said.items() if known.was_begun}


def _news(made: Iterable[Judged], before: Mapping[int, Judged], said: Mapping[int, Said]) -> Iterator[int]:
    """The issues that are to be spoken on."""
    for one in made:
        if one.live and not one.stale:
            known = said.get(one.issue_id)
            if _is_news(one, before.get(one.issue_id)) or (known is not None and _is_unsaid(one, known)):
                yield one.issue_id


def _found(one: Verdict | None) -> tuple[object, ...] | None:
    return None if one is None else (one.stale, one.findings)


def _is_news(one: Judged, before: Judged | None) -> bool:
    was = None if before is None else before.remark
    return (one.remark is not None or was is not None) and (before is None or one.says != before.says)


def _is_unsaid(one: Judged, said: Said) -> bool:
    """Whether something was not said although it was tried: we were not allowed to, and may be by now."""
    return not isinstance(turn(said, one.remark), Silence)


class _Court:
    """One batch being judged."""

    def __init__(
        self, decisions: Decisions, seen: Neighbourhood, experience: Experience, issues: Sequence[int], now: float
    ) -> None:
        self.decisions, self.now, self.ids = decisions, now, seen.ids
        policy = decisions.policy
        self.assembled = decisions.assembled(seen)
        refs = {one: ref for ref, one in seen.ids.items()}
        rows = {one: self.assembled.register.find(refs[one]) for one in issues if one in refs}
        self.rows = {one: row for one, row in rows.items() if row is not None}
        inside = np.zeros(len(self.assembled.columns), dtype=bool)
        inside[list(self.rows.values())] = True
        today = datetime.fromtimestamp(now, UTC).date()
        columns = self.assembled.columns
        self.graph = Graph(columns, as_of=today, policy=policy, experience=experience, inside=inside)

    def verdicts(self, spoken: set[int], stale: set[int], *, speaks: bool) -> Iterator[Verdict]:
        """A verdict on each of the issues that were read."""
        findings = self._findings()
        refs = {one: self.graph.columns.names.ref(row) for one, row in self.rows.items()}
        remarks = remarks_for(
            self.graph,
            [finding for found in findings.values() for finding in found],
            self.assembled,
            said_on=[refs[one] for one in spoken if one in refs],
            speaking=self.decisions.speaking,
            operator=self.decisions.operator,
        )
        agendas = agendas_for(self.graph, self.assembled, self.ids)
        events = {finding.key: self._event(finding) for found in findings.values() for finding in found}
        for one, row in self.rows.items():
            if self.assembled.register.entries[row].facts is not None:
                issue, remark = IssueView(self.graph, row), remarks.get(refs[one])
                yield Verdict(
                    issue_id=one,
                    judged=self.now,
                    wake_at=_moment(self.graph.next_change),
                    stale=one in stale,
                    live=speaks and self.decisions.speaks_on(issue),
                    findings=tuple(map(StoredFinding.of, findings[refs[one]])),
                    remark=remark and remark.renamed(lambda keys: frozenset(events.get(key, key) for key in keys)),
                    team=issue.team.slug,
                    agenda=agendas.get(refs[one], ()),
                )

    def _event(self, finding: Finding) -> str:
        """What is not told twice: of these very issues, whatever their addresses are by now.

        That nothing more can be put off is news, also of a link that was told of before.
        """
        due = [DECIDE] if finding.severity is Severity.ERROR and self._is_due(finding) else []
        return ":".join([finding.code, *(str(self.ids.get(end, end)) for end in finding.key_ends), *due])

    def _is_due(self, finding: Finding) -> bool:
        deadlines = [decide_by(link) for link in finding.links[:1]]
        return any(one is not None and self.graph.reached(one.day) for one in deadlines)

    def _findings(self) -> dict[Ref, list[Finding]]:
        """What the rules find on single issues; what they find on the organisation is the audit's matter."""
        chosen = [rule for rule in selected(self.decisions.policy) if rule.rule.reach is not Reach.REPORT]
        outcome = run(self.graph, chosen)
        for crash in outcome.crashes:
            LOG.error("rule_crashed", code=crash.code, name=crash.name, error=crash.error)
        found: defaultdict[Ref, list[Finding]] = defaultdict(list)
        for finding in outcome.findings:
            found[finding.issue.ref].append(finding)
        return found


def _moment(day: int) -> float | None:
    """Midnight, UTC, of a day (ordinal) on which a verdict may change, in seconds since 1970."""
    if day == NEVER:
        return None
    return datetime.combine(date.fromordinal(day), datetime.min.time(), UTC).timestamp()
