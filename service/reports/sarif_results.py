"""Findings as results of SARIF, each at its issue, and with what it waits on beside it."""

from __future__ import annotations

from hashlib import sha256
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

from rules.rule import Severity
from rules.views import IssueView
from rules.wholes import Container
from service.printable import printable
from service.reports.issues import asked_by, team_of
from service.speech.document import Address
from service.speech.rendering import leads_to_its_issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rules.rule import Finding
    from rules.statements import Waiver
    from rules.wholes import Whole
    from service.reports.report import Report

MOST_RELATED: Final = 20
LONGEST_TITLE: Final = 200
_LEVELS: Final = MappingProxyType(
    {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note", Severity.REPORT: "none"}
)


def level_of(severity: Severity) -> str:
    """The level of a severity. What is only reported is no failure, and the standard lets only failures have one."""
    return _LEVELS[severity]


def plain(text: str) -> str:
    """Text as a plain message: braces are placeholders there unless doubled, and ``[text](address)`` is a link."""
    return printable(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")


class Results:
    """The results of a report, one after the other. ``bases`` has the servers that those so far refer to."""

    def __init__(self, rules: Mapping[str, int], report: Report) -> None:
        self.bases: dict[str, dict[str, str]] = {}
        self._rules = rules
        self._report = report

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The findings, then those that somebody has accepted."""
        for finding in self._report.audit.findings:
            yield self._result(finding, None)
        for one in self._report.accepted:
            yield self._result(one.finding, one.waiver)

    def _result(self, finding: Finding, waiver: Waiver | None) -> dict[str, Any]:
        reported = finding.severity is Severity.REPORT
        return {
            "ruleId": finding.code,
            "ruleIndex": self._rules[finding.code],
            "kind": "informational" if reported else "fail",
            "level": level_of(finding.severity),
            "message": {"text": plain(_message(finding))},
            "locations": [self._location(finding.issue)],
            "relatedLocations": list(self._related(finding)),
            "partialFingerprints": _fingerprints(finding.key),
            **self._baseline(finding),
            "suppressions": [] if waiver is None else [_suppression(waiver)],
            "properties": _properties(finding),
        }

    def _baseline(self, finding: Finding) -> dict[str, str]:
        if not self._report.compared:
            return {}
        return {"baselineState": "unchanged" if finding.key in self._report.audit.known else "new"}

    def _related(self, finding: Finding) -> Iterator[dict[str, Any]]:
        """What it waits on, then the fallback that is at fault, then what proves it, each once."""
        roles: dict[int, tuple[IssueView, str]] = {}
        for link in asked_by(finding):
            roles.setdefault(link.blocker.row, (link.blocker, "which it waits on"))
        if finding.ticket is not None:
            roles.setdefault(finding.ticket.row, (finding.ticket, "its fallback"))
        for link in finding.links:
            for end in (link.blocked, link.blocker):
                roles.setdefault(end.row, (end, "on the way that proves it"))
        others = ((view, role) for view, role in roles.values() if view != finding.issue)
        for number, (view, role) in enumerate(islice(others, MOST_RELATED), start=1):
            yield {"id": number, **self._location(view, f"{view.ref}, {role}")}

    def _location(self, whole: Whole, says: str = "") -> dict[str, Any]:
        """An issue's page as a file, for code scanning refuses a log in which any place has none."""
        ref, title = whole.ref, printable(whole.title, LONGEST_TITLE)
        message = ": ".join(text for text in (says, title) if text)
        name = printable(ref.text)
        logical = {"name": name, "fullyQualifiedName": f"{ref.site}/{name}", "kind": _kind(whole)}
        return {
            "physicalLocation": {"artifactLocation": self._page(whole), "region": {"startLine": 1}},
            "logicalLocations": [logical],
            **({"message": {"text": plain(message)}} if message else {}),
        }

    def _page(self, whole: Whole) -> dict[str, str]:
        """Its address below that of its server.

        Not as one, for code scanning takes no address of the web (github/codeql-action #754); it leaves the server out
        (#2456), and the standard's readers put both together. Where none is known its name stands for it.
        """
        if not leads_to_its_issue(Address(whole.ref, whole.url)):
            return {"uri": quote(f"{whole.ref.site}/{printable(whole.ref.text)}"), "uriBaseId": "trackers"}
        parts = urlsplit(whole.url)
        server = f"{parts.scheme}://{parts.netloc}"
        self.bases.setdefault(server, {"uri": f"{server}/"})
        return {"uri": whole.url[len(server) :].lstrip("/"), "uriBaseId": server}


def _message(finding: Finding) -> str:
    """The first sentence is all that lists show, so that it names the issue."""
    return f"{finding.issue.ref}: {finding.message}. To resolve it: {finding.action}."


def _fingerprints(key: str) -> dict[str, str]:
    """What makes it this finding and no other. Code scanning asks only for the name that CodeQL gave its own."""
    return {"findingKey/v1": printable(key), "primaryLocationLineHash": sha256(key.encode()).hexdigest()[:32]}


def _suppression(waiver: Waiver) -> dict[str, Any]:
    until = {} if waiver.until is None else {"until": waiver.until.isoformat()}
    return {
        "kind": "external",
        "status": "accepted",
        "justification": printable(waiver.because),
        "properties": {"by": printable(waiver.author), **until},
    }


def _kind(whole: Whole) -> str:
    if isinstance(whole, IssueView):
        return "issue"
    return "project" if isinstance(whole, Container) else "team"


def _properties(finding: Finding) -> dict[str, str]:
    team = team_of(finding.issue)
    day = finding.issue.needed_by if isinstance(finding.issue, IssueView) else None
    return {
        "severity": str(finding.severity),
        "url": printable(finding.issue.url),
        **({} if team is None else {"team": printable(team.name)}),
        **({} if day is None else {"neededBy": day.isoformat()}),
    }
