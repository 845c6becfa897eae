"""The map as a document: issues at their places, and the links between them."""

from __future__ import annotations

from dataclasses import dataclass

from service.survey.shown import Issue, Team  # noqa: TC001  # read by who encodes and describes


@dataclass(frozen=True, slots=True)
class Node:
    """An issue on the map, at a place; ``team`` is its place among the map's teams."""

    issue: Issue
    team: int
    state: str
    planned: bool
    ringed: bool
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A link on the map between two of its nodes, by their places in its list."""

    blocked: int
    blocker: int
    covered: bool
    across: bool
    ringed: bool


@dataclass(frozen=True, slots=True)
class Map:
    """The issues that wait, with what they wait on, in layers; ``left_out`` are those for which there is no room."""

    teams: tuple[Team, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int
