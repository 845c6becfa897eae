"""The figure ``audit``: a full audit from the store, all rules, beside reading the same rows and the bare graph work.

The store is that of the figure ``judging``. Each run has a process of its own, which tells its memory.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from service.logs import silence
from tests.benchmarks.judging import filled, path_of
from tests.benchmarks.measure import paired_ratio, race, table
from tests.benchmarks.stored_organisation import decisions

ISSUES = 100_000
MOST_RUNS = 3
DETOUR, YARDSTICK = "audit_detour", "audit_yardstick"


def run(options):
    """Fills the store, races both sides, prints a table and writes ``audit.json``."""
    issues = options.issues or ISSUES
    silence()
    with filled(options.folder, decisions(options.folder), issues):
        pass
    runs = race([DETOUR, YARDSTICK], [path_of(options.folder, issues), options.folder], min(options.repeats, MOST_RUNS))
    ratio = paired_ratio(runs, DETOUR, YARDSTICK)
    told = {module: [asdict(run) for run in each] for module, each in runs.items()}
    (options.folder / "audit.json").write_text(json.dumps({"ratio": ratio, "runs": told}, indent=2) + "\n")
    lines = [
        f"audit: everything in a store of {issues:,} issues, all rules; each run in a fresh process, CPU time",
        *table(runs),
        f"audit: ratio {ratio:.2f}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
