"""One run of the yardstick for the figure ``audit``: the same rows, read and left as they are, and the bare graph."""

from __future__ import annotations

import sys
import time

import numpy as np
from scipy.sparse.csgraph import connected_components
from sqlalchemy import select

from service.collector import settle_collector
from service.store.connection import open_store, reading
from service.store.tables import issue, statement
from tests.benchmarks.graph_yardstick import NOBODY, longest_chain, matrix, missing_fallbacks
from tests.benchmarks.measure import Stopwatch

ISSUE = ("id", "site", "ref", "told", "gone")
STATEMENT = ("id", "kind", "scope", "a", "b", "c", "teller", "body")
"""The columns that an audit reads."""


def main(path, _folder):
    engine = open_store(f"sqlite:///{path}")
    settle_collector()
    watch = Stopwatch(time.process_time)
    with reading(engine) as connection:
        issues = connection.execute(select(*(issue.c[name] for name in ISSUE))).all()
        said = connection.execute(select(*(statement.c[name] for name in STATEMENT)).where(statement.c.present)).all()
    watch.lap("rows")
    rows = {row.id: place for place, row in enumerate(issues)}
    projects = [row.ref.partition("-")[0] for row in issues]
    team = np.unique(projects, return_inverse=True)[1]
    blocked, blocker = pairs(rows, said, "wait", "b")
    links = matrix(blocked, blocker, len(rows))
    rings, label = connected_components(links, connection="strong")
    chain = longest_chain(links, label, rings)
    missing = missing_fallbacks(team, blocked, blocker, *pairs(rows, said, "fallback", "c"))
    watch.lap("graph")
    watch.tell(issues=len(rows), links=len(blocked), chain=chain, findings=len(missing))


def pairs(rows, said, kind, end):
    """The issues that say something of a kind, and those of whom they say it, or nobody."""
    found = [(rows[row.a], rows.get(getattr(row, end), NOBODY)) for row in said if row.kind == kind]
    return np.array(found, dtype=np.int64).reshape(-1, 2).T


if __name__ == "__main__":
    main(*sys.argv[1:])
