"""One run of the yardstick for the figure ``graph``: the bare graph work in numpy and scipy, on the same columns.

Open links as a sparse matrix, its strongly connected components, its longest chain, and one plain rule: open links
across teams with no fallback declared. No hierarchy, no standing, no waivers, no findings.
"""

from __future__ import annotations

import sys

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from tests.benchmarks.measure import Stopwatch

OPEN, DONE, NOBODY = 0, 1, -1


def load(path):
    wanted = ("issues.state", "issues.team", "waits.blocked", "waits.blocker")
    said = ("declarations.issue", "declarations.blocker")
    with np.load(path) as file:
        return [file[name] for name in (*wanted, *said)]


def matrix(blocked, blocker, count):
    ones = np.ones(len(blocked), dtype=np.int8)
    return coo_array((ones, (blocked, blocker)), shape=(count, count)).tocsr()


def longest_chain(links, label, rings):
    """How many rings and single issues the longest chain holds: peels those that nothing waits on, wave by wave."""
    coo = links.tocoo()
    start, end = label[coo.row], label[coo.col]
    between = start != end
    condensed = matrix(start[between], end[between], rings)
    waiters = np.bincount(condensed.indices, minlength=rings)
    wave, waves = np.flatnonzero((waiters == 0) & (np.diff(condensed.indptr) > 0)), 0
    while len(wave):
        waves += 1
        first, counts = condensed.indptr[wave], condensed.indptr[wave + 1] - condensed.indptr[wave]
        at = np.arange(counts.sum()) + np.repeat(first - np.cumsum(counts) + counts, counts)
        ends = np.sort(condensed.indices[at])
        edges = np.flatnonzero(np.diff(ends, prepend=NOBODY))
        nodes = ends[edges]
        waiters[nodes] -= np.diff(edges, append=len(ends))
        wave = nodes[waiters[nodes] == 0]
    return waves


def missing_fallbacks(team, blocked, blocker, issue, against):
    """Which open links lead to another team with no fallback declared."""
    general = np.zeros(len(team), dtype=bool)
    general[issue[against == NOBODY]] = True
    bare = np.flatnonzero((team[blocked] != team[blocker]) & ~general[blocked])
    declared = np.sort((issue.astype(np.int64) * len(team) + against)[against != NOBODY])
    keys = blocked[bare].astype(np.int64) * len(team) + blocker[bare]
    at = np.minimum(np.searchsorted(declared, keys), len(declared) - 1)
    return bare[declared[at] != keys]


def main(path):
    watch = Stopwatch()
    state, team, blocked, blocker, issue, against = load(path)
    watch.lap("load")
    is_open = (state[blocked] == OPEN) & (state[blocker] != DONE)
    blocked, blocker = blocked[is_open], blocker[is_open]
    links = matrix(blocked, blocker, len(state))
    watch.lap("matrix")
    rings, label = connected_components(links, connection="strong")
    watch.lap("components")
    chain = longest_chain(links, label, rings)
    watch.lap("longest chain")
    missing = missing_fallbacks(team, blocked, blocker, issue, against)
    watch.lap("plain rule")
    watch.tell(chain=chain, findings=len(missing))


if __name__ == "__main__":
    main(sys.argv[1])
