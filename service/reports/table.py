"""The audit for a terminal: findings as a table, then what the audit could not know."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rules.rule import Severity, counted
from service.audit import severities
from service.overview.headline import headline
from service.printable import printable
from service.reports import advice, council, extents, ledger, plans
from service.reports.lists import rest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rule import Finding
    from service.accepted import Accepted
    from service.audit import Audit
    from service.reports.report import Report

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan", Severity.REPORT: "dim"}
MOST_REPORTS = 50
"""Rows of report findings that a table shows; JSON has them all."""
MOST_ROWS = 2000
"""Rows of all the others: nobody reads more, and laying them out takes a millisecond each."""
MOST_NOTES = 10
LONGEST_TITLE = 44


def render(report: Report) -> Iterator[str]:
    """The audit as text of at most as many columns as the screen has."""
    out, audit, screen = StringIO(), report.audit, report.screen
    console = Console(
        file=out,
        width=screen.width,
        force_terminal=screen.color,
        no_color=not screen.color,
        highlight=False,
        soft_wrap=False,
    )
    shown, hidden = _shown(audit.findings)
    if shown:
        console.print(_table(shown, audit))
    if hidden:
        listed = ", ".join(f"{count} {severity}" for severity, count in severities(hidden).items())
        console.print(Text(f"... and {len(hidden)} more findings ({listed}); --format json lists them all"))
    for line in _summary(report):
        console.print(Text(printable(line)))
    yield out.getvalue()


def _shown(findings: tuple[Finding, ...]) -> tuple[list[Finding], list[Finding]]:
    """The findings to be laid out, and those to be counted; the gravest come first."""
    reports = [finding for finding in findings if finding.severity is Severity.REPORT]
    graver = [finding for finding in findings if finding.severity is not Severity.REPORT]
    return graver[:MOST_ROWS] + reports[:MOST_REPORTS], graver[MOST_ROWS:] + reports[MOST_REPORTS:]


def _table(findings: list[Finding], audit: Audit) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_lines=False)
    table.add_column("severity")
    table.add_column("rule", no_wrap=True)
    table.add_column("issue", max_width=LONGEST_TITLE)
    table.add_column("what, and what would resolve it", ratio=1)
    for finding in findings:
        known = " (known)" if finding.key in audit.known else ""
        issue = Text(printable(finding.issue.ref.text), style="bold")
        if finding.issue.title:
            issue.append(f"\n{printable(finding.issue.title, LONGEST_TITLE)}", style="not bold dim")
        what = Text(printable(finding.message) + known)
        what.append(f"\n{printable(finding.action)}", style="dim")
        rule = Text(finding.name).append(f"\n{finding.code}", style="dim")
        table.add_row(Text(str(finding.severity), style=STYLES[finding.severity]), rule, issue, what)
    return table


def _summary(report: Report) -> Iterator[str]:
    audit, graph = report.audit, report.audit.graph
    across = audit.between_teams
    yield (
        f"{counted(audit.count(graph.columns.issues.read), 'issue')} read, {audit.count(graph.in_scope)} open; "
        f"{counted(len(across), 'open link')} to other teams, "
        f"{len(across.covered())} with a fallback that stands."
    )
    counts = severities(audit.new_findings)
    found = ", ".join(f"{counts[str(severity)]} {severity}" for severity in reversed(Severity) if counts[str(severity)])
    known = len(audit.findings) - len(audit.new_findings)
    yield f"Findings: {found or 'none'}{f', beside {known} known before' if known else ''}."
    yield from extents.lines(audit)
    yield from _noted("Accepted risks, which are no findings", [_accepted(one) for one in report.accepted])
    yield from _ahead(report)
    yield from (f"Rule {crash.code} {crash.name} crashed: {crash.error}" for crash in audit.crashes)
    yield from _noted("Skipped, for they could not be read", [f"{one.place}: {one.why}" for one in audit.skipped])
    yield from _noted(
        "What leads nowhere, or cannot be read", [f"{ref}: {what}" for ref, what in audit.assembled.unresolved]
    )
    misses = [f"{ref}: {miss}" for ref, miss in audit.near_misses]
    yield from _noted("Lines that almost say something", misses)
    others = audit.assembled.other_link_types.most_common()
    if others:
        listed = ", ".join(f"{name} ({count})" for name, count in others)
        yield f"Jira link types that are not read as waiting: {listed}. Set blocking under [[jira]] if one of them is."


def _accepted(one: Accepted) -> str:
    finding, waiver = one.finding, one.waiver
    until = "" if waiver.until is None else f"until {waiver.until:%d %b %Y} "
    return f"{finding.issue.ref} {finding.name}: {finding.message}; waived {until}by {waiver.author}: {waiver.because}"


def _ahead(report: Report) -> Iterator[str]:
    """Plans, what may help them, and what was built for want of others' work."""
    guidance = report.guidance
    if report.plans.count:
        first = headline(report.audit, report.horizons)
        yield from (" ".join(first.big), *first.more)
    yield from plans.lines(report.plans)
    yield from advice.lines(guidance, report.plans)
    yield from council.lines(guidance.council)
    yield from ledger.lines(guidance.ledger)


def _noted(what: str, notes: list[str]) -> Iterator[str]:
    if not notes:
        return
    yield f"{what} ({len(notes)}):"
    yield from (f"  {note}" for note in notes[:MOST_NOTES])
    yield from rest(len(notes), MOST_NOTES)
