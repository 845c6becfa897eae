"""One run of the figure ``holding``: an organisation is remembered, judged and surveyed in one process.

``holding_store FOLDER ISSUES URL``; of a store in a file its size is told, of another one 0.
"""

from __future__ import annotations

import sys
import time
import warnings
from pathlib import Path

from sqlalchemy import select

from service.logs import silence
from service.pipeline.judge import Judging
from service.store.connection import open_store, reading, upgrade
from service.store.leases import Leases
from service.store.tables import issue
from service.store.work import Claim
from tests.benchmarks.measure import Stopwatch
from tests.benchmarks.stored_organisation import decisions, documents, remember, survey

SITE, JUDGED, BATCH = "jira/acme", 2_000, 200


def main(folder, issues, url):
    silence()
    known, path = decisions(folder), documents(folder, issues)
    engine = open_store(url)
    upgrade(engine)
    watch = Stopwatch(time.process_time)
    remember(engine, known, path)
    watch.lap("remember")
    judged = judge(engine, known)
    watch.lap("judge")
    survey(engine, known)
    watch.lap("survey")
    engine.dispose()
    file = Path(url.removeprefix("sqlite:///"))
    watch.tell(issues=issues, judged=judged, bytes=file.stat().st_size if file.exists() else 0)


def judge(engine, known):
    """Judges some issues, as the lane does; how many."""
    with reading(engine) as connection:
        rows = list(connection.execute(select(issue.c.id).order_by(issue.c.id).limit(JUDGED)).scalars())
    leases = Leases(engine, "the benchmark", 3_600)
    lease = leases.take(SITE, "judge")
    judging = Judging(engine, known, speaks=False)
    for start in range(0, len(rows), BATCH):
        judging.judge([Claim(row, 1, 0, 0) for row in rows[start : start + BATCH]], lease, time.time())
    leases.give_back(lease)
    return len(rows)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
