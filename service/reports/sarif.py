"""The audit as SARIF 2.1.0, for what collects the findings of tools: code scanning, editors, compliance archives.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from rules.engine import selected
from service.exits import CLEAN, COULD_NOT_RUN, FOUND
from service.printable import printable
from service.reports import extents
from service.reports.sarif_results import Results, level_of, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rule import Rule
    from service.reports.report import Report

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LONGEST_DESCRIPTION: Final = 1000
"""Code scanning takes 1,024 characters."""
MOST_NOTICES: Final = 100
_WHAT_IT_DOES: Final = re.compile(r"^## What it does\n+(.+?)(?=\n## |\Z)", re.MULTILINE | re.DOTALL)


def render(report: Report) -> Iterator[str]:
    """One log with one run, a result a line as they come, and after them what they refer to."""
    rules = [chosen.rule for chosen in selected(report.audit.graph.policy)]
    results = Results({rule.code: at for at, rule in enumerate(rules)}, report)
    yield f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{_text(_run(report, rules))[:-1]}, "results": ['
    between = "\n"
    for result in results:
        yield f"{between}{_text(result)}"
        between = ",\n"
    yield f'\n], "originalUriBaseIds": {_text(results.bases)}}}]}}\n'


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _run(report: Report, rules: list[type[Rule]]) -> dict[str, Any]:
    audit, release = report.audit, version("detour")
    driver = {
        "name": "Detour",
        "version": release,
        "semanticVersion": release,
        "rules": [_rule(rule) for rule in rules],
    }
    # What stands in front of the last slash tells code scanning which audits replace each other.
    of = "/".join(["detour", "+".join(audit.sites), *([audit.team] if audit.team else []), audit.as_of.isoformat()])
    return {
        "tool": {"driver": driver},
        "automationDetails": {"id": of},
        "invocations": [_invocation(report)],
        "columnKind": "unicodeCodePoints",
        "properties": {"asOf": audit.as_of.isoformat()},
    }


def _rule(rule: type[Rule]) -> dict[str, Any]:
    documentation = rule.documentation() or rule.name
    first = documentation.partition("\n")[0]
    does = _WHAT_IT_DOES.search(documentation)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": printable(first, LONGEST_DESCRIPTION)},
        "fullDescription": {"text": printable(" ".join((does[1] if does else first).split()), LONGEST_DESCRIPTION)},
        "help": {"text": documentation, "markdown": documentation},
        "defaultConfiguration": {"level": level_of(rule.severity)},
        "properties": {"tags": ["dependencies"]},
    }


def _invocation(report: Report) -> dict[str, Any]:
    told = {
        CLEAN: f"no new findings of the level {report.fail_on} or graver",
        FOUND: f"new findings of the level {report.fail_on} or graver",
    }
    return {
        "executionSuccessful": report.status != COULD_NOT_RUN,
        "exitCode": report.status,
        "exitCodeDescription": told.get(report.status, "a rule crashed, or a site could not be read"),
        "toolExecutionNotifications": list(_notices(report)),
    }


def _notices(report: Report) -> Iterator[dict[str, Any]]:
    """What was read and what was not, and what went wrong: an error among them means that the run has failed."""
    for crash in report.audit.crashes:
        rule = {"associatedRule": {"id": crash.code}}
        yield {**_notice("error", f"rule {crash.name} crashed: {crash.error}"), **rule}
    for extent in report.audit.extents:
        yield _notice("error" if extent.failed else "note", f"{extent.site}: {extents.read(extent)}")
        for one in extent.out_of_reach[:MOST_NOTICES]:
            yield _notice("warning", f"{extent.site}: {one.container} cannot be read: {one.reason}")
    skipped = report.audit.skipped
    for skip in skipped[:MOST_NOTICES]:
        yield _notice("warning", f"skipped, for it could not be read: {skip.place}: {skip.why}")
    if len(skipped) > MOST_NOTICES:
        yield _notice("warning", f"skipped, for they could not be read: {len(skipped) - MOST_NOTICES} more")


def _notice(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": plain(text)}}
