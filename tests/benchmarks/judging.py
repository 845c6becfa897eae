"""The figure ``judging``: what one changed issue costs in a large store, beside asking the store for what it can see.

A store of 50,000 issues is made as an audit makes it, and copied into itself under other project keys until there are
a million; it is kept in the folder for the next time. Then issues that wait are judged, one at a time, as the lane
does it: claimed, judged, and the verdict kept, on a disk that is waited for.
"""

from __future__ import annotations

import json
import random
import sys
import time
from contextlib import contextmanager
from statistics import median

import numpy as np
from sqlalchemy import LargeBinary, Text, case, cast, func, insert, select

from service.collector import settle_collector
from service.logs import silence
from service.pipeline.judge import Judging
from service.serving import take_short_turns
from service.store.connection import open_store, reading, upgrade
from service.store.leases import Leases
from service.store.neighbourhoods import around
from service.store.tables import address, issue, statement
from service.store.tables import reading as readings
from service.store.work import Lane, claim, mark
from tests.benchmarks.measure import megabytes
from tests.benchmarks.stored_organisation import decisions, documents, remember

ISSUES = 1_000_000
DRAWN = 50_000
JUDGED = 400
MAY_TAKE = 0.02
"""Seconds, of which 99 of a hundred take less."""
SITE = "jira/acme"
ROWS = ("issue_id", "scope", "a", "b", "c", "teller")
"""The columns that name an issue's row; 0 is none."""
NAMES = ("vendor_id", "ref", "key")
"""The columns that hold an issue's address, or its number at the tracker."""
NUMBER = '"vendor_id":"'
"""Where the number is in what an issue tells of itself."""


def run(options):
    """Fills the store, judges, prints both sides and writes ``judging.json``."""
    issues = options.issues or ISSUES
    silence()
    known = decisions(options.folder)
    with filled(options.folder, known, issues) as engine:
        settle_collector()
        take_short_turns()  # as every process does that judges
        times = measured(engine, known)
        with reading(engine) as connection:
            stored = connection.execute(select(func.count()).select_from(issue)).scalar()
    most = float(np.percentile(times["judged"], 99))
    ratio = median(one / other for one, other in zip(*times.values(), strict=True))
    result = {"ratio": ratio, "p99": most, "issues": stored, "seconds": times, "megabytes": megabytes()}
    (options.folder / "judging.json").write_text(json.dumps(result, indent=2) + "\n")
    sys.stdout.write(
        f"judging: one changed issue among {stored:,}, {JUDGED} times; milliseconds; {megabytes():.0f} MB\n"
    )
    for name, seconds in times.items():
        half, slow = np.percentile(seconds, [50, 99]) * 1000
        sys.stdout.write(f"{name:24}median {half:7.2f}   p99 {slow:7.2f}\n")
    sys.stdout.write(f"judging, p99: ratio {most / MAY_TAKE:.2f}\njudging: ratio {ratio:.1f}\n")


def path_of(folder, issues):
    """The file of a store of so many issues."""
    return folder / f"judging-{issues}.db"


@contextmanager
def filled(folder, known, issues):
    """A store of so many issues, or a few less: whole copies of the organisation that is drawn."""
    path, drawn = path_of(folder, issues), min(issues, DRAWN)
    begun = path.with_suffix(".begun")
    engine = open_store(f"sqlite:///{path if path.exists() else begun}")
    upgrade(engine)
    if not path.exists():
        remember(engine, known, documents(folder, drawn))
        with engine.begin() as connection:
            multiply(connection, issues // drawn)
        engine.dispose()
        begun.rename(path)
        engine = open_store(f"sqlite:///{path}")
    yield engine
    engine.dispose()


def multiply(connection, times):
    """Puts copies of everything beside it, each under keys of its own."""
    most = {table: connection.execute(select(func.max(table.c.id))).scalar() for table in (issue, statement)}
    originals = {
        issue: issue.c.id <= most[issue],
        statement: statement.c.id <= most[statement],
        address: address.c.issue_id <= most[issue],
        readings: readings.c.issue_id <= most[issue],
    }
    for number in range(1, times):
        for table, original in originals.items():
            made = [_copied(column, number, most) for column in table.c]
            connection.execute(insert(table).from_select(list(table.c), select(*made).where(original)))


def _copied(column, number, most):
    """What a column holds in a copy."""
    if column.name == "id":
        return column + number * most[column.table]
    if column.name in ROWS:
        return case((column == 0, 0), else_=column + number * most[issue])
    if column.name == "told":
        number_in_it = func.replace(cast(column, Text), NUMBER, f"{NUMBER}K{number}")
        return cast(number_in_it, LargeBinary)
    if column.name in NAMES:
        return case((column == "", ""), else_=f"k{number}" + column if column.name == "key" else f"K{number}" + column)
    return column


def measured(engine, known):
    """The seconds of judging and of the bare query, for issues drawn by lot; which comes first takes turns."""
    leases, judging = Leases(engine, "the benchmark", 3_600), Judging(engine, known, speaks=True)
    lease = leases.take(SITE, "judge")
    with reading(engine) as connection:
        waits = connection.execute(select(statement.c.a).where(statement.c.kind == "wait", statement.c.present))
        rows = random.Random(1).sample(sorted(set(waits.scalars())), JUDGED)

    def judged(_row):
        judging.judge(claim(engine, SITE, Lane.JUDGE, time.time(), 1), lease, time.time())

    def asked(row):
        with reading(engine) as connection:
            around(connection, [row])

    times = {"judged": [], "asked": []}
    for at, row in enumerate(rows):
        with engine.begin() as connection:
            mark(connection, Lane.JUDGE, [row], time.time())
        for side in (judged, asked)[:: 1 if at % 2 else -1]:
            begun = time.perf_counter()
            side(row)
            times[side.__name__].append(time.perf_counter() - begun)
    return times
