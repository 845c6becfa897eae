"""The figure ``statements``: saved Jira issues to what they say, beside msgspec decoding the same fields alone."""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import asdict

from tests.benchmarks.measure import paired_ratio, race, table
from tests.organisation import Shape, draw, jira_documents

ISSUES = 100_000
BYTES = 5_800
"""Of a document of a real Jira, most of which is fields that nobody filled."""
DETOUR, YARDSTICK, FLOOR = "statements_detour", "statements_yardstick", "statements_objects"
EMPTY = 40
"""Bytes of one field without a value."""


def run(options):
    """Draws an organisation of a fair size, repeats its issues, races both sides and writes ``statements.json``."""
    issues = options.issues or ISSUES
    path = options.folder / f"statements-{issues}.jsonl"
    if not path.exists():
        save(path, issues)
    runs = race([DETOUR, YARDSTICK, FLOOR], [path], options.repeats)
    ratio, floor = (paired_ratio(runs, side, YARDSTICK) for side in (DETOUR, FLOOR))
    told = {module: [asdict(run) for run in each] for module, each in runs.items()}
    result = {"ratio": ratio, "floor": floor, "python": platform.python_version(), "issues": issues, "runs": told}
    (options.folder / "statements.json").write_text(json.dumps(result, indent=2) + "\n")
    size = path.stat().st_size / issues
    lines = [
        f"statements: {issues:,} saved Jira issues of {size:,.0f} bytes; {options.repeats} interleaved runs, CPU time",
        *table(runs),
        f"statements: decoding and the bare objects alone {floor:.2f} of the yardstick",
        f"statements: ratio {ratio:.2f}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def save(path, issues):
    """Saves so many issues, a line each, as large as real ones are."""
    drawn = draw(Shape(issues=issues))
    with path.open("w") as file:
        for count, document in enumerate(jira_documents(drawn)):
            if count == issues:
                return
            file.write(padded(document) + "\n")


def padded(document):
    """The document with as many empty fields as it lacks bytes."""
    short = BYTES - len(json.dumps(document))
    document["fields"] |= {f"customfield_{10_000 + place:05}_of_an_app": None for place in range(short // EMPTY)}
    return json.dumps(document)
