"""The map: issues that wait and what they wait on, each at a place, those nearest to the planned work first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from rules.components import clusters
from rules.model import State
from rules.views import IssueView
from service.pictures.packing import packed
from service.survey import mapped
from service.survey.naming import issue_of, team_of

if TYPE_CHECKING:
    from rules.graph import Graph
    from service.pictures.layout import Point

MOST: Final = 5_000
"""Issues for which a map has room, and a browser patience."""
STATES: Final = {
    State.OPEN: "open",
    State.DONE: "done",
    State.DROPPED: "dropped",
    State.UNKNOWN: "not read yet",
    State.GONE: "out of reach",
    State.SUPPLIER: "outside supplier",
}


def map_of(graph: Graph, most: int = MOST) -> mapped.Map:
    """The open links of issues in scope, with both ends of each, for as many issues as there is room. Pure."""
    links = _Links.of(graph, most)
    places = packed(len(links.issues), links.pairs)
    teams = np.unique(graph.columns.issues.team[links.issues])
    ringed = {row for _, ring in graph.rings() for link in ring for row in (link.row,)}
    on_ring = {end for row, pair in zip(links.rows, links.pairs, strict=True) if row in ringed for end in pair}
    return mapped.Map(
        teams=tuple(team_of(graph.columns.teams[row]) for row in teams.tolist()),
        nodes=tuple(
            _node(IssueView(graph, row), int(np.searchsorted(teams, team)), at in on_ring, place)
            for at, (row, team, place) in enumerate(
                zip(links.issues, graph.columns.issues.team[links.issues].tolist(), places, strict=True)
            )
        ),
        edges=tuple(
            mapped.Edge(*pair, bool(graph.judged.covered[row]), bool(graph.crosses[row]), row in ringed)
            for row, pair in zip(links.rows, links.pairs, strict=True)
        ),
        left_out=links.left_out,
    )


@dataclass(frozen=True, slots=True)
class _Links:
    """Links (rows) between some issues (rows), and each link's ends by their places among these."""

    issues: list[int]
    rows: list[int]
    pairs: list[tuple[int, int]]
    left_out: int

    @classmethod
    def of(cls, graph: Graph, most: int) -> _Links:
        """The links of those groups of issues first in which most hangs, and in a group of what is planned."""
        rows, waits = graph.in_view().rows, graph.columns.waits
        every, ends = np.unique(np.concatenate([waits.blocked[rows], waits.blocker[rows]]), return_inverse=True)
        start, end = ends[: len(rows)], ends[len(rows) :]
        group = clusters(len(every), start, end)
        hangs = np.bincount(group[start], weights=graph.crosses[rows] & ~graph.judged.covered[rows])
        order = np.lexsort((every, ~graph.planned[every], group, -hangs[group]))[:most]
        kept = np.zeros(len(every), dtype=bool)
        kept[order] = True
        at, inside = np.cumsum(kept) - 1, kept[start] & kept[end]
        pairs = list(zip(at[start[inside]].tolist(), at[end[inside]].tolist(), strict=True))
        return cls(every[kept].tolist(), rows[inside].tolist(), pairs, int(len(every) - kept.sum()))


def _node(issue: IssueView, team: int, ringed: bool, place: Point) -> mapped.Node:  # noqa: FBT001  # a column's value
    x, y = place
    return mapped.Node(issue_of(issue), team, STATES[issue.state], issue.planned, ringed, round(x, 1), round(y, 1))
