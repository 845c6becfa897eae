"""The map: first who waits on whom as a graph of teams, then issue by issue, drawn by a script of our own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import msgspec

from service.pages.documents import document
from service.pages.teams import PAIRS, seen_flows
from service.pages.veil import HIDDEN, sees_team
from service.pictures.network import network
from service.printable import printable
from service.store import surveys
from service.survey.naming import waits_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from rules.columns import TeamRow
    from service.pages.desk import Visit
    from service.survey.mapped import Map, Node
    from service.survey.shown import Issue, Team

JSON: Final = "application/json"
KNOTS: Final = 30
LONGEST_TITLE: Final = 120
PLANNED, RINGED = 1, 2
"""Of a node's flags."""
COVERED, ACROSS, IN_RING = 1, 2, 4
"""Of an edge's flags."""


@dataclass(frozen=True, slots=True)
class Knot:
    """An issue on which many wait; for so many of these no fallback stands."""

    issue: Issue
    team: Team
    waits: int
    bare: int
    ringed: bool


def teams_map(visit: Visit) -> Mapping[str, object]:
    """The values of the page of teams."""
    told, flows = surveys.overview(visit.connection), seen_flows(visit)
    return {
        "told": told,
        "picture": network(waits_of(flows), to=_page_of) if flows else None,
        "pairs": flows[:PAIRS],
        "more_pairs": max(0, len(flows) - PAIRS),
    }


def issues_map(visit: Visit) -> Mapping[str, object]:
    """The values of the page of issues; without scripts it shows the widest knots, of one team if one is chosen."""
    found, slug = surveys.map_(visit.connection), visit.words("team")
    if found is None:
        return {"map": None}
    teams = [team for team in found.teams if sees_team(visit.sight, team)]
    return {
        "map": found,
        "teams": sorted(teams, key=lambda team: (team.name.casefold(), team.slug)),
        "slug": slug if any(team.slug == slug for team in teams) else "",
        "knots": visit.seen(tuple(_knots(found, slug))),
    }


def issues_json(visit: Visit) -> Response:
    """The map of issues in columns, as the script draws it; the same for all who see the same."""
    found = surveys.map_(visit.connection)
    columns = {} if found is None else _columns(visit, found)
    return document(visit.request, msgspec.json.encode(columns), JSON)


def _page_of(team: TeamRow) -> str:
    return f"/teams/{quote(team.slug, safe='')}"


def _knots(found: Map, slug: str) -> list[Knot]:
    """The issues on which most others wait, those without a plan B first."""
    waits = Counter(edge.blocker for edge in found.edges)
    bare = Counter(edge.blocker for edge in found.edges if not edge.covered)
    wanted = [at for at in waits if not slug or found.teams[found.nodes[at].team].slug == slug]
    widest = sorted(wanted, key=lambda at: (-bare[at], -waits[at], at))[:KNOTS]
    return [_knot(found, found.nodes[at], waits[at], bare[at]) for at in widest]


def _knot(found: Map, node: Node, waits: int, bare: int) -> Knot:
    return Knot(node.issue, found.teams[node.team], waits, bare, node.ringed)


def _columns(visit: Visit, found: Map) -> Mapping[str, object]:
    """Numbers stand for what comes again and again: a node's team, site and state, and an edge's nodes."""
    teams = visit.seen(found.teams)
    issues = [visit.seen(node.issue) for node in found.nodes]
    sites = list(dict.fromkeys(issue.site for issue in issues if issue is not HIDDEN))
    states = list(dict.fromkeys(node.state for node in found.nodes))
    site_at, state_at = ({name: at for at, name in enumerate(names)} for names in (sites, states))
    return {
        "teams": [printable(team.name, LONGEST_TITLE) for team in teams],
        "slugs": [team.slug for team in teams],
        "sites": sites,
        "states": states,
        "nodes": {
            "ref": [issue.ref for issue in issues],
            "title": [printable(issue.title, LONGEST_TITLE) for issue in issues],
            "site": [site_at.get(issue.site, -1) for issue in issues],
            "team": [node.team for node in found.nodes],
            "state": [state_at[node.state] for node in found.nodes],
            "flags": [PLANNED * node.planned | RINGED * node.ringed for node in found.nodes],
            "x": [round(node.x) for node in found.nodes],
            "y": [round(node.y) for node in found.nodes],
        },
        "edges": {
            "blocked": [edge.blocked for edge in found.edges],
            "blocker": [edge.blocker for edge in found.edges],
            "flags": [COVERED * edge.covered | ACROSS * edge.across | IN_RING * edge.ringed for edge in found.edges],
        },
    }
