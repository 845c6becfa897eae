"""The audit as JSON: the documented shape that tools rely on."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import msgspec

from rules.rule import Severity
from service.audit import severities
from service.printable import printable
from service.reports import advice, council, ledger, plans
from service.reports.issues import issue_json, link_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rule import Finding
    from service.accepted import Accepted
    from service.audit import Audit, TeamTally
    from service.reports.report import Report


def render(report: Report) -> Iterator[str]:
    """The audit as one JSON document with a line feed at its end."""
    audit, guidance = report.audit, report.guidance
    document = {
        "audit": _header(audit),
        "findings": [_finding(finding, audit) for finding in audit.findings],
        "waived": [_accepted(one, audit) for one in report.accepted],
        "teams": [_team(tally) for tally in audit.tallies()],
        "plans": plans.document(report.plans, report.horizons),
        "advice": advice.document(guidance),
        "council": council.document(guidance.council),
        "ledger": ledger.document(guidance.ledger),
    }
    yield json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _header(audit: Audit) -> dict[str, Any]:
    graph = audit.graph
    across = audit.between_teams
    counts = severities(audit.findings)
    return {
        "detour": version("detour"),
        "as_of": audit.as_of.isoformat(),
        "sites": list(audit.sites),
        "issues": {"read": audit.count(graph.columns.issues.read), "open": audit.count(graph.in_scope)},
        "links": {
            "open": audit.count(graph.open),
            "across_teams": len(across),
            "covered": len(across.covered()),
        },
        "findings": {str(severity): counts[str(severity)] for severity in reversed(Severity)},
        "new_findings": len(audit.new_findings),
        "crashed_rules": [{"code": crash.code, "name": crash.name, "error": crash.error} for crash in audit.crashes],
        "read": [msgspec.to_builtins(extent) for extent in audit.extents],
        "changes": None if audit.changes is None else msgspec.to_builtins(audit.changes),
        "skipped": [{"place": printable(skipped.place), "why": skipped.why} for skipped in audit.skipped],
        "unresolved": [{"ref": ref.text, "what": what} for ref, what in audit.assembled.unresolved],
        "near_misses": [
            {"ref": ref.text, "line": miss.line, "instead": miss.instead} for ref, miss in audit.near_misses
        ],
        "other_link_types": dict(audit.assembled.other_link_types.most_common()),
    }


def _finding(finding: Finding, audit: Audit) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "speaks": finding.speaks,
        "issue": issue_json(finding.issue),
        "message": finding.message,
        "action": finding.action,
        "fallback": None if finding.ticket is None else issue_json(finding.ticket),
        "links": [link_json(link) for link in finding.links],
        "key": finding.key,
        "known": finding.key in audit.known,
    }


def _accepted(one: Accepted, audit: Audit) -> dict[str, Any]:
    waiver = one.waiver
    until = None if waiver.until is None else waiver.until.isoformat()
    return {**_finding(one.finding, audit), "waiver": {"until": until, "because": waiver.because, "by": waiver.author}}


def _team(tally: TeamTally) -> dict[str, Any]:
    return {
        "team": tally.team.slug,
        "name": tally.team.name,
        "configured": tally.team.configured,
        "open_issues": tally.open_issues,
        "waits_on_others": tally.waits_on_others,
        "covered": tally.covered,
        "asked_by_others": tally.asked_by_others,
    }
