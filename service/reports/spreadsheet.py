"""The findings as CSV (RFC 4180), a row each, for whoever sorts, filters and counts them in a spreadsheet.

A spreadsheet computes a cell that begins with ``=``, ``+``, ``-`` or ``@``, and a title may be written by anybody. Such
a cell gets an apostrophe in front, by which every spreadsheet knows that it is text.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from rules.views import IssueView
from service.printable import printable
from service.reports.issues import asked_by, team_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rules.rule import Finding
    from rules.statements import Waiver
    from service.reports.report import Report

COMPUTED: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""The last four are the wide signs of Asian keyboards, which Excel takes for the same."""
BETWEEN: Final = "; "
MOST_LISTED: Final = 50
"""Entries of one cell: a ring may have thousands of issues, and a cell of Excel takes 32,767 characters."""


@dataclass(frozen=True, slots=True)
class Row:
    """One finding, and the waiver by which somebody has accepted it, if so."""

    finding: Finding
    status: str
    waiver: Waiver | None = None


def render(report: Report) -> Iterator[str]:
    """The findings as the report has them, then those that are waived."""
    yield from in_lines(COLUMNS, ([cell(row) for cell in COLUMNS.values()] for row in _rows(report)))


def in_lines(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A header and rows as CSV, a row at a time. No spreadsheet computes a cell of the rows."""
    writer = csv.writer(_Echo())
    yield writer.writerow(header)
    for row in rows:
        yield writer.writerow(map(_inert, row))


class _Echo:
    """A file that gives back what is written to it, so that no row is kept."""

    def write(self, text: str) -> str:
        return text


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(COMPUTED) or cell.lstrip()[:1] in COMPUTED else cell


def _rows(report: Report) -> Iterator[Row]:
    known = report.audit.known
    for finding in report.audit.findings:
        yield Row(finding, "known" if known and finding.key in known else "new")
    for one in report.accepted:
        yield Row(one.finding, "waived", one.waiver)


def _team(row: Row) -> str:
    team = team_of(row.finding.issue)
    return "" if team is None else team.name


def _needed_by(row: Row) -> str:
    issue = row.finding.issue
    day = issue.needed_by if isinstance(issue, IssueView) else None
    return "" if day is None else day.isoformat()


def _listed(entries: Iterable[str]) -> str:
    several = list(dict.fromkeys(entries))
    more = [f"and {len(several) - MOST_LISTED} more"] if len(several) > MOST_LISTED else []
    return BETWEEN.join(map(printable, [*several[:MOST_LISTED], *more]))


def _waiver(tell: Callable[[Waiver], str]) -> Callable[[Row], str]:
    return lambda row: "" if row.waiver is None else printable(tell(row.waiver))


COLUMNS: Final[Mapping[str, Callable[[Row], str]]] = MappingProxyType(
    {
        "status": lambda row: row.status,
        "severity": lambda row: str(row.finding.severity),
        "code": lambda row: row.finding.code,
        "rule": lambda row: row.finding.name,
        "team": lambda row: printable(_team(row)),
        "site": lambda row: row.finding.issue.ref.site,
        "issue": lambda row: printable(row.finding.issue.ref.text),
        "title": lambda row: printable(row.finding.issue.title),
        "url": lambda row: printable(row.finding.issue.url),
        "needed_by": _needed_by,
        "waits_on": lambda row: _listed(link.blocker.ref.text for link in asked_by(row.finding)),
        "waits_on_teams": lambda row: _listed(link.blocker.team.name for link in asked_by(row.finding)),
        "fallback": lambda row: "" if row.finding.ticket is None else printable(row.finding.ticket.ref.text),
        "message": lambda row: printable(row.finding.message),
        "action": lambda row: printable(row.finding.action),
        "waived_until": _waiver(lambda waiver: "" if waiver.until is None else waiver.until.isoformat()),
        "waived_by": _waiver(lambda waiver: waiver.author),
        "waived_because": _waiver(lambda waiver: waiver.because),
        "key": lambda row: printable(row.finding.key),
    }
)
"""The columns by their names, which people's own sheets rely on: add new ones at the end."""
