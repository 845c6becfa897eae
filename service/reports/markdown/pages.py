"""The whole report: its headline, what was counted, and its sections, in the room that an issue of GitHub has."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from rules.rule import counted
from service.overview.headline import headline
from service.reports import extents
from service.reports.markdown import findings, knowledge, outlook
from service.reports.markdown.dress import linked, put, sentence, told
from service.speech.document import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.plans import Plans
    from service.reports.report import Report

LONGEST: Final = 60_000
"""GitHub takes 65,536 characters as the text of an issue."""
BETWEEN: Final = "\n\n"


def render(report: Report) -> Iterator[str]:
    """The report. Findings have the room that the other sections leave them."""
    head = list(_head(report))
    rest = [*outlook.sections(report.plans, report.guidance), *knowledge.sections(report), _foot()]
    room = LONGEST - sum(len(part) + len(BETWEEN) for part in (*head, *rest))
    yield BETWEEN.join([*head, *findings.section(report, room), *rest]) + "\n"


def _head(report: Report) -> Iterator[str]:
    audit, plans = report.audit, report.plans
    yield f"# Waits on other teams, {audit.as_of.day} {audit.as_of:%B %Y}"
    crashed = (f"the rule {put(Code(crash.name))} crashed: {told(crash.error)}" for crash in audit.crashes)
    yield from (f"**This audit is not whole:** {sentence(text)}" for text in crashed)
    first = headline(audit, report.horizons)
    yield " ".join([f"**{told(' '.join(first.big))}**", *map(told, first.more), *_ahead(plans)])
    yield "\n".join(f"- {line}" for line in _counts(report))


def _ahead(plans: Plans) -> Iterator[str]:
    if plans.in_danger:
        every = counted(plans.count, "plan")
        yield f"{plans.in_danger} of {every} {'is' if plans.in_danger == 1 else 'are'} in danger."
    if (best := plans.next) is not None:
        instead = f"{linked(best.link.blocked)} in place of {linked(best.link.blocker)}"
        yield f"The fallback to build next is one for {instead}, which takes {outlook.gain_of(best)}."


def _counts(report: Report) -> Iterator[str]:
    audit = report.audit
    known = len(audit.findings) - len(audit.new_findings)
    yield f"Findings: {findings.counts_of(audit.new_findings)}" + (f", beside {known} known before" if known else "")
    if report.accepted:
        yield f"Accepted risks: {len(report.accepted)}"
    graph = audit.graph
    where = f" of {', '.join(put(Code(site)) for site in audit.sites)}" if audit.sites else ""
    read, are_open = audit.count(graph.columns.issues.read), audit.count(graph.in_scope)
    yield f"Read: {counted(read, 'issue')}{where}; {are_open} open"
    yield from map(told, extents.lines(audit))


def _foot() -> str:
    command = put(Code("detour explain RULE"))
    return f"{command} tells what a rule looks for, why, and how to resolve it. Made by Detour {version('detour')}."
