"""One run of Detour for the figure ``audit``: all that the store knows, through all rules."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from rules.engine import catalogue
from service.collector import settle_collector
from service.store.connection import open_store
from service.stored import all_kept
from tests.benchmarks.graph_detour import LATER
from tests.benchmarks.measure import Stopwatch
from tests.benchmarks.stored_organisation import decisions


def main(path, folder):
    engine, known = open_store(f"sqlite:///{path}"), decisions(Path(folder))
    catalogue()
    for module in LATER:
        import_module(module)
    settle_collector()
    watch = Stopwatch(time.process_time)
    audit = all_kept(engine, known, datetime.now(UTC))
    columns = audit.graph.columns
    watch.tell(issues=len(columns), links=len(columns.waits.blocked), findings=len(audit.findings))


if __name__ == "__main__":
    main(*sys.argv[1:])
