"""The figure ``growth``: how much longer an audit takes an issue where there are a hundred times as many issues."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from statistics import median

from tests.benchmarks.graph import DETOUR
from tests.benchmarks.measure import run_once

ISSUES = 1_000_000
STEPS = (100, 10, 1)
"""Parts of the largest size."""


def run(options):
    """Audits organisations of three sizes in turn, prints what each took an issue, and writes ``growth.json``."""
    largest = options.issues or ISSUES
    sizes = [largest // part for part in STEPS]
    paths = {size: options.folder / f"graph-{size}.npz" for size in sizes}
    for size, path in paths.items():
        run_once("graph_organisation", size, path)
    runs = {size: [] for size in sizes}
    for repeat in range(options.repeats):
        for size in sizes[:: 1 if repeat % 2 else -1]:
            runs[size].append(run_once(DETOUR, paths[size]))
    an_issue = {size: median(one.seconds for one in each) / size for size, each in runs.items()}
    ratio = an_issue[largest] / an_issue[sizes[0]]
    result = {"ratio": ratio, "runs": {size: [asdict(one) for one in each] for size, each in runs.items()}}
    (options.folder / "growth.json").write_text(json.dumps(result, indent=2) + "\n")
    sys.stdout.write(f"growth: all rules over organisations of three sizes, {options.repeats} runs each, in turn\n")
    for size, each in runs.items():
        seconds, memory = median(one.seconds for one in each), max(one.memory for one in each)
        told = f"{seconds:8.3f} s   {an_issue[size] * 1e6:6.2f} microseconds an issue   {memory:6.0f} MB"
        sys.stdout.write(f"{size:>10,} issues {told}\n")
    sys.stdout.write(f"growth: ratio {ratio:.2f}\n")
