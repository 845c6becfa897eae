"""All pages, each at its path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.pages import assets
from service.pages.findings import findings
from service.pages.overview import overview

if TYPE_CHECKING:
    from starlette.routing import Route

    from service.pages.desk import Desk


def routes(desk: Desk) -> list[Route]:
    """The routes of the dashboard."""
    return [
        *assets.routes(),
        desk.route("/", "overview.html", overview),
        desk.route("/findings", "findings.html", findings),
    ]
