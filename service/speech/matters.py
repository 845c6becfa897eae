"""What there is to say on an issue: the findings on it, what was read on it, and what its readers may see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.rule import Severity
from rules.statements import Source, Waiver, source_of
from rules.views import IssueView
from service.speech.visibility import SHOWN_ON_BOTH_ENDS, Sight, ends_of, stated_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from rules.assembly import Assembled
    from rules.graph import Graph
    from rules.model import NearMiss, Ref
    from rules.rule import Finding
    from rules.statements import Statement


@dataclass(frozen=True, slots=True)
class Matter:
    """All that a comment on one issue is made of.

    ``statements`` are those that were read on the issue and the tracker's own links with it as an end.
    """

    issue: IssueView
    findings: tuple[Finding, ...] = ()
    statements: tuple[Statement, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()

    @property
    def sight(self) -> Sight:
        """What the issue's readers may be told of others."""
        return Sight(self.issue, stated_on(self.issue.ref, self.statements))

    @property
    def listed(self) -> list[Finding]:
        """The findings that an issue may show, the heaviest first."""
        return sorted((finding for finding in self.findings if finding.severity > Severity.REPORT), key=_weight)

    @property
    def speaking(self) -> list[Finding]:
        """Those of them that may cause a comment."""
        return [finding for finding in self.listed if finding.speaks]


def matters_for(
    graph: Graph, findings: Iterable[Finding], assembled: Assembled, also: Collection[Ref] = ()
) -> Iterator[Matter]:
    """Each issue on which something speaks or was almost understood, and those of ``also`` that are known; by ref."""
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        if isinstance(finding.issue, IssueView):
            found[finding.issue.row].append(finding)
    rows = {row for row, here in found.items() if any(finding.speaks for finding in here)}
    missed = {row: said.near_misses for row, said in assembled.register.told if said.near_misses and graph.inside[row]}
    for at, refused in assembled.refused.items():
        missed[at] = (*missed.get(at, ()), *(refused if graph.inside[at] else ()))
    rows |= {row for row, misses in missed.items() if misses}
    rows |= {row for ref in also if (row := assembled.register.find(ref)) is not None}
    understood = understood_on(rows, assembled)
    for issue in sorted((IssueView(graph, row) for row in rows), key=lambda issue: issue.ref):
        row = issue.row
        yield Matter(issue, tuple(found[row]), tuple(understood[row]), missed.get(row, ()))


def _weight(finding: Finding) -> tuple[int, str, list[Ref]]:
    ends = [*(link.blocker.ref for link in finding.links[:1])]
    if finding.ticket is not None:
        ends.append(finding.ticket.ref)
    return -finding.severity, finding.code, ends


def understood_on(rows: set[int], assembled: Assembled) -> defaultdict[int, list[Statement]]:
    """What was said on each of the issues, and the tracker's own links of which it is an end."""
    found: defaultdict[int, list[Statement]] = defaultdict(list)
    for statement in assembled.about(rows):
        at = {assembled.register.find(ref) for ref in _read_on(statement)}
        for row in rows.intersection(at):
            found[row].append(statement)
    return found


def _read_on(statement: Statement) -> Iterator[Ref]:
    """The issues whose readers find a statement there; nobody does what was said on a page of Detour."""
    if source_of(statement) is Source.PAGE:
        return
    if isinstance(statement, Waiver):
        yield statement.issue
        return
    yield statement.said.where
    if statement.said.source in SHOWN_ON_BOTH_ENDS:
        yield from ends_of(statement)
