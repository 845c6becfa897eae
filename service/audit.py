"""One audit: from facts to findings, with all that a report needs to tell of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rules.assembly import model_of
from rules.columns import NOBODY as NO_ROW
from rules.engine import run, selected
from rules.experience import experience_of
from rules.graph import Graph
from rules.resolution import resolved
from rules.wholes import Container
from service.speech.mentions import NOBODY, mentioning_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from rules.assembly import Assembled
    from rules.columns import Mask, TeamRow
    from rules.engine import Crash
    from rules.experience import Experience
    from rules.heard import Heard
    from rules.links import Links
    from rules.model import NearMiss, Ref
    from rules.policy import Policy
    from rules.rule import Finding
    from rules.wholes import Whole
    from service.extent import Changes, Extent
    from service.saved import SavedIssues, Skipped
    from service.settings import Settings
    from service.speech.mentions import Mentioning


@dataclass(frozen=True, slots=True)
class TeamTally:
    """How one team waits: links to other teams, how many of them have a standing fallback, and who waits on it."""

    team: TeamRow
    open_issues: int
    waits_on_others: int
    covered: int
    asked_by_others: int


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found. ``known`` are the keys of an earlier audit; they are shown, but count no more.

    ``near_misses`` and ``unresolved`` say what people may have meant; ``skipped`` what could not be read;
    ``mentioning`` whom comments on it would mention. Where trackers were asked, ``extents`` tell how far, and
    ``changes`` what is other than at the last audit. ``team`` is the one that the findings were narrowed to.
    """

    as_of: date
    graph: Graph
    assembled: Assembled
    findings: tuple[Finding, ...]
    crashes: tuple[Crash, ...]
    sites: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    near_misses: tuple[tuple[Ref, NearMiss], ...]
    known: frozenset[str] = frozenset()
    mentioning: Mentioning = NOBODY
    extents: tuple[Extent, ...] = ()
    changes: Changes | None = None
    team: str = ""

    @property
    def new_findings(self) -> tuple[Finding, ...]:
        """The findings that no earlier audit had."""
        return tuple(finding for finding in self.findings if finding.key not in self.known)

    @property
    def between_teams(self) -> Links:
        """The open links from issues in scope to other teams."""
        return self.graph.in_view().across_teams()

    def tallies(self) -> list[TeamTally]:
        """Every team with open issues or links to others, those that wait most and are least covered first."""
        graph, issues, waits = self.graph, self.graph.columns.issues, self.graph.columns.waits
        across = self.between_teams
        counts = [
            _per_team(graph, issues.team[graph.in_scope]),
            _per_team(graph, issues.team[waits.blocked[across.rows]]),
            _per_team(graph, issues.team[waits.blocked[across.covered().rows]]),
            _per_team(graph, issues.team[waits.blocker[across.rows]]),
        ]
        tallies = [
            TeamTally(team, *(int(count[row]) for count in counts)) for row, team in enumerate(graph.columns.teams)
        ]
        met = [tally for tally in tallies if tally.open_issues or tally.waits_on_others or tally.asked_by_others]
        return sorted(met, key=lambda tally: (tally.covered - tally.waits_on_others, tally.team.slug))

    def count(self, mask: Mask) -> int:
        """How many are marked."""
        return int(np.count_nonzero(mask))


def audit(
    saved: SavedIssues,
    settings: Settings,
    *,
    as_of: date,
    sites: tuple[str, ...] = (),
    known: frozenset[str] = frozenset(),
) -> Audit:
    """Audits saved issues. ``sites`` restricts findings to some sites. Raises what reading the files raises."""
    heard = resolved(saved)
    configured = {site.name: site for site in settings.addresses().sites}
    names = tuple(sorted({site.name for site in saved.sites.values()}))
    found = audit_of(
        heard,
        settings.policy(saved.addresses()),
        as_of=as_of,
        in_scope=lambda ref: (
            (not sites or ref.site in sites) and (ref.site not in configured or settings.in_scope(ref))
        ),
        known_project=lambda ref: ref.site in configured and configured[ref.site].holds(ref.container),
    )
    return replace(found, sites=names, skipped=tuple(saved.skipped), known=known, mentioning=mentioning_of(settings))


def of_team(found: Audit, slug: str) -> Audit:
    """The same audit with the findings on one team's issues. Raises ``ValueError`` for a team that nobody knows."""
    known = {team.slug for team in found.graph.columns.teams}
    if slug not in known:
        raise ValueError(f"--team {slug}: no issue is of such a team; there are {', '.join(sorted(known)) or 'none'}")
    return replace(found, findings=tuple(one for one in found.findings if is_of(one.issue, slug)), team=slug)


def addresses_of(found: Audit, slug: str) -> frozenset[tuple[str, str]]:
    """The addresses of a team's issues, whatever was found on them."""
    columns = found.graph.columns
    team = next((at for at, one in enumerate(columns.teams) if one.slug == slug), NO_ROW)
    return frozenset(columns.names.ref(int(row)).address for row in np.flatnonzero(columns.issues.team == team))


def is_of(whole: Whole, slug: str) -> bool:
    """Whether it is a team's matter."""
    return not isinstance(whole, Container) and whole.team.slug == slug


def audit_of(
    heard: Heard,
    policy: Policy,
    *,
    as_of: date,
    in_scope: Callable[[Ref], bool],
    known_project: Callable[[Ref], bool],
    experience: Experience | None = None,
) -> Audit:
    """Audits what was heard, wherever from, with the experience that they make if none is given. Pure."""
    assembled = model_of(heard, policy, in_scope=in_scope, known=known_project)
    known = experience_of(assembled.columns, as_of) if experience is None else experience
    graph = Graph(assembled.columns, as_of=as_of, policy=policy, experience=known)
    outcome = run(graph, selected(policy))
    return Audit(
        as_of=as_of,
        graph=graph,
        assembled=assembled,
        findings=in_order(outcome.findings),
        crashes=outcome.crashes,
        sites=(),
        skipped=(),
        near_misses=(
            *((facts.issue.ref, miss) for _, facts in assembled.register.told for miss in facts.near_misses),
            *((graph.columns.names.ref(row), miss) for row, some in assembled.refused.items() for miss in some),
        ),
    )


def _per_team(
    graph: Graph, team: np.ndarray[tuple[int, ...], np.dtype[np.int32]]
) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    return np.bincount(team, minlength=len(graph.columns.teams))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The gravest first, then by rule. Inside a rule they keep the order of addresses, in which links are assembled."""
    return tuple(sorted(findings, key=lambda finding: (-finding.severity, finding.code)))


def severities(findings: Iterable[Finding]) -> Counter[str]:
    """How many findings of each severity there are."""
    return Counter(str(finding.severity) for finding in findings)
