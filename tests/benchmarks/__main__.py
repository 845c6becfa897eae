"""``python -m tests.benchmarks [NAME]``: runs one benchmark or all; each figure's last line ends in ``ratio N``."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.benchmarks import (
    audit,
    beside,
    comments,
    graph,
    growth,
    holding,
    ingest,
    judging,
    map_page,
    pages,
    requests,
    setup,
    start,
    statements,
)

BENCHMARKS = {
    "audit": audit.run,
    "beside": beside.run,
    "comments": comments.run,
    "graph": graph.run,
    "growth": growth.run,
    "holding": holding.run,
    "ingest": ingest.run,
    "judging": judging.run,
    "map": map_page.run,
    "pages": pages.run,
    "requests": requests.run,
    "setup": setup.run,
    "start": start.run,
    "statements": statements.run,
}
SIZED = {
    "audit": audit,
    "beside": beside,
    "comments": comments,
    "graph": graph,
    "growth": growth,
    "holding": holding,
    "judging": judging,
    "map": map_page,
    "pages": pages,
    "requests": requests,
    "statements": statements,
}


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("name", nargs="?", choices=sorted(BENCHMARKS), help="which benchmark; all, if none is named")
    sizes = ", ".join(f"{one.ISSUES:,} for {name}" for name, one in SIZED.items())
    parser.add_argument("--issues", type=int, help=f"size of the organisation; {sizes}")
    parser.add_argument("--repeats", type=int, default=7, help="how many times each side runs")
    load = "how long each run of ingest is under load; beside is quiet ten times as long"
    parser.add_argument("--seconds", type=float, default=3, help=load)
    parser.add_argument("--folder", type=Path, default=Path(".bench"), help="where data and results are written")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for name in [options.name] if options.name else sorted(BENCHMARKS):
        BENCHMARKS[name](options)


if __name__ == "__main__":
    main()
