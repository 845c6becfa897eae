"""The API as one application, which describes itself at ``/openapi.json``."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from service.access.turned_away import turns_away
from service.api import actions, findings, issues, operation, organisation
from service.api.examples import put_into
from service.api.later import PREFIX
from service.api.problems import Problem, documented, handle

if TYPE_CHECKING:
    from typing import Any

    from service.pages.desk import Desk

DESCRIPTION: Final = (
    "Which issues wait on other teams without a real plan B. Lists come page by page: follow `next`. Answers carry an "
    "ETag. What goes wrong is told as problem details (RFC 9457)."
)


def made(desk: Desk) -> FastAPI:
    """The application, which answers from a desk."""
    app = FastAPI(title="Detour", version=version("detour"), description=DESCRIPTION, docs_url=None, redoc_url=None)
    app.state.desk = desk
    app.openapi = lambda: _description(app)  # type: ignore[method-assign]  # how FastAPI wants it
    turns_away(app)
    handle(app)
    for router in (organisation.ROUTER, findings.ROUTER, issues.ROUTER, actions.ROUTER, operation.ROUTER):
        app.include_router(router, prefix=PREFIX)
    return app


def _description(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with problems in the place of FastAPI's own words for them."""
    if app.openapi_schema is None:
        found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.router.routes)
        schemas = found["components"]["schemas"]
        schemas["Problem"] = Problem.model_json_schema()
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        for operation in (one for path in found["paths"].values() for one in path.values()):
            if "422" in operation["responses"]:
                operation["responses"]["422"] = documented(422)[422]
        put_into(found["paths"], PREFIX)
        app.openapi_schema = found
    return app.openapi_schema
