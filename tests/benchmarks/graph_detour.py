"""One run of Detour for the figure ``graph``: columns from the file, all rules, findings in an audit's order."""

from __future__ import annotations

import sys
from importlib import import_module

from rules.engine import catalogue, run, selected
from rules.graph import Graph
from rules.policy import Policy
from service.audit import in_order
from service.collector import settle_collector
from tests.benchmarks.columns_file import load
from tests.benchmarks.measure import Stopwatch
from tests.organisation import TODAY

LATER = ("scipy.sparse.csgraph", "scipy.special")
"""What the rules import when they first need it: imports are not timed."""


def main(path):
    catalogue()
    for module in LATER:
        import_module(module)
    settle_collector()
    watch = Stopwatch()
    columns = load(path)
    watch.lap("load")
    graph = Graph(columns, as_of=TODAY, policy=Policy())
    graph.judged  # noqa: B018  # made on demand; asked for here, to be timed apart from the rules
    watch.lap("judge fallbacks")
    outcome = run(graph, selected(graph.policy))
    watch.lap("rules")
    findings = in_order(outcome.findings)
    watch.lap("sort")
    watch.tell(findings=len(findings), crashes=len(outcome.crashes))


if __name__ == "__main__":
    main(sys.argv[1])
