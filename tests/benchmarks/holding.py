"""The figure ``holding``: what one process needs to hold an organisation, beside what a tenth of it needs.

The size of the store, how fast issues are remembered and judged, how long a survey of everything takes, and the peak of
memory. The ratio is of what an issue takes in seconds: where it stays near 1, twice the issues take twice the time.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import asdict

from tests.benchmarks.measure import run_once

ISSUES = 50_000
MEGABYTE = 1 << 20


def run(options):
    """Fills two stores, prints a table and writes ``holding.json``."""
    issues = options.issues or ISSUES
    runs = {size: held(options.folder, size) for size in (issues // 10, issues)}
    small, large = runs.values()
    ratio = an_issue(large) / an_issue(small)
    result = {"ratio": ratio, "runs": {size: asdict(one) for size, one in runs.items()}}
    (options.folder / "holding.json").write_text(json.dumps(result, indent=2) + "\n")
    lines = ["holding: one process, SQLite with synchronous=FULL; seconds of one processor", *map(told, runs.values())]
    sys.stdout.write("\n".join([*lines, f"holding: ratio {ratio:.2f}"]) + "\n")


def held(folder, issues):
    with tempfile.TemporaryDirectory(prefix="detour-holding-", dir=folder) as place:
        return run_once("holding_store", folder, issues, f"sqlite:///{place}/detour.db")


def an_issue(one):
    """Seconds that an issue takes to be remembered and surveyed."""
    return (one.phases["remember"] + one.phases["survey"]) / one.counts["issues"]


def told(one):
    """A line for people."""
    issues, phases = one.counts["issues"], one.phases
    return (
        f"{issues:>9,} issues: {one.counts['bytes'] / issues / 1024:.1f} kB an issue, "
        f"{one.counts['bytes'] / MEGABYTE:,.0f} MB in all; remembers {issues / phases['remember']:,.0f} a second, "
        f"judges {one.counts['judged'] / phases['judge']:,.0f} a second; a survey takes {phases['survey']:.1f} s; "
        f"peak of memory {one.memory:,.0f} MB"
    )
