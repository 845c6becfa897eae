"""All pages, each at its path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.pages import assets, exports, operation
from service.pages.badge import team_badge
from service.pages.findings import findings
from service.pages.map import issues_json, issues_map, teams_map
from service.pages.overview import overview
from service.pages.team import team
from service.pages.teams import teams
from service.refused import Refused

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.routing import Route

    from service.pages.desk import Desk, Visit


def routes(desk: Desk) -> list[Route]:
    """The routes of the dashboard."""
    return [
        *assets.routes(),
        *operation.routes(desk),
        desk.route("/", "overview.html", overview),
        desk.route("/findings", "findings.html", findings),
        desk.document("/findings.csv", exports.as_csv),
        desk.document("/findings.json", exports.as_json),
        desk.document("/findings.markdown", exports.as_markdown),
        desk.route("/teams", "teams.html", teams),
        desk.document("/teams/{team:path}/badge.svg", team_badge),
        desk.route("/teams/{team:path}", "team.html", team),
        desk.route("/map", "map.html", teams_map),
        desk.route("/map/issues", "map_issues.html", issues_map),
        desk.document("/map/issues.json", issues_json),
    ]


def elsewhere(desk: Desk) -> Route:
    """Whatever is no page; the last of all routes."""
    return desk.document("/{path:path}", _nowhere)


def _nowhere(_visit: Visit) -> Response:
    raise Refused(404, "There is no such page", "The overview leads to all that there are.")
