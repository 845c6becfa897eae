"""One run of Detour for the figure ``statements``: each document to its facts, links and text included."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from connectors.jira.dialect import JiraDialect
from connectors.jira.issues import JiraIssues
from rules.addresses import Addresses, Site
from tests.benchmarks.measure import Stopwatch
from tests.organisation.names import SITE


def main(path):
    lines, issues = Path(path).read_bytes().splitlines(), reader()
    watch = Stopwatch(time.process_time)
    statements = passages = 0
    for line in lines:
        facts = issues.facts(line)
        statements += len(facts.statements)
        passages += len(facts.passages)
    watch.tell(issues=len(lines), statements=statements, passages=passages)


def reader():
    """What reads the documents of the organisation's Jira."""
    host = f"{SITE}.atlassian.net"
    return JiraIssues(JiraDialect(name="jira/acme", url=f"https://{host}"), Addresses([Site("jira/acme", host)]))


if __name__ == "__main__":
    main(*sys.argv[1:])
