"""The API as one application, which describes itself at ``/openapi.json``."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from service.api import findings, issues, organisation
from service.api.problems import handle

if TYPE_CHECKING:
    from typing import Any

    from fastapi import FastAPI

    from service.pages.desk import Desk

PREFIX: Final = "/api/v1"
DESCRIPTION: Final = (
    "Which issues wait on other teams without a real plan B. Lists come page by page: follow `next`. Answers carry an "
    "ETag. What goes wrong is told as problem details (RFC 9457)."
)


def add_api(app: FastAPI, desk: Desk) -> None:
    """Adds the routes to an application, with what they answer from."""
    app.state.desk = desk
    handle(app)
    for router in (organisation.ROUTER, findings.ROUTER, issues.ROUTER):
        app.include_router(router, prefix=PREFIX)


def describes() -> dict[str, Any]:
    """What an application that has the API is made with."""
    return {"title": "Detour", "version": version("detour"), "description": DESCRIPTION}
