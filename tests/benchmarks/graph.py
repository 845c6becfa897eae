"""The figure ``graph``: all rules over a large organisation, beside bare numpy and scipy work on the same columns."""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import asdict

from tests.benchmarks.measure import paired_ratio, race, run_once, table

ISSUES = 1_000_000
DETOUR, YARDSTICK = "graph_detour", "graph_yardstick"


def run(options):
    """Draws the organisation, races Detour against the yardstick, prints a table and writes ``graph.json``."""
    issues = options.issues or ISSUES
    path = options.folder / f"graph-{issues}.npz"
    drawn = run_once("graph_organisation", issues, path)
    runs = race([DETOUR, YARDSTICK], [path], options.repeats)
    ratio = paired_ratio(runs, DETOUR, YARDSTICK)
    result = {
        "ratio": ratio,
        "python": platform.python_version(),
        "organisation": drawn.counts,
        "runs": {module: [asdict(run) for run in each] for module, each in runs.items()},
    }
    (options.folder / "graph.json").write_text(json.dumps(result, indent=2) + "\n")
    counted = ", ".join(f"{count:,} {name}" for name, count in drawn.counts.items())
    lines = [
        f"graph: {counted}; {options.repeats} interleaved runs a side, each in a fresh process",
        "seconds leave out the interpreter's start and imports; the peak of memory does not",
        *table(runs),
        f"graph: ratio {ratio:.2f}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
