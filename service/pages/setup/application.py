"""The application that sets up: its pages, and style and scripts, for this machine alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import RedirectResponse
from starlette.routing import Route

from service.access.gate import gate_of
from service.access.this_machine import ThisMachine
from service.access.turned_away import HANDLERS
from service.pages import assets
from service.pages.desk import problem
from service.pages.setup.desk import HOME, SetupDesk
from service.pages.setup.steps import routes

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from service.setup.assistant import Assistant


def setup_app(assistant: Assistant) -> ASGIApp:
    """It needs neither a configuration nor a store."""
    rest = Route("/", _home), Route("/{path:path}", _nowhere)
    app = Starlette(routes=[*assets.routes(), *routes(SetupDesk(assistant)), *rest])
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)
    return gate_of(ThisMachine(), app)


async def _home(_request: Request) -> Response:
    return RedirectResponse(HOME, 303)


async def _nowhere(_request: Request) -> Response:
    return problem(404, "There is no such page", "Setting up begins at /setup.")
