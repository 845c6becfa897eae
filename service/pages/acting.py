"""Forms of pages: each is sent to a path at which something is done, and leads on to a page that says so."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from service.access.forms import form_of
from service.access.viewer import Role, viewer_of
from service.actions.acting import Wish, done, require
from service.pages.desk import problem, unavailable
from service.pages.rendering import with_query
from service.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from service.actions.acting import Action
    from service.pages.desk import Desk

    Lead = Callable[[Mapping[str, str]], str]


def action(desk: Desk, path: str, act: Callable[[Action], object], lead: Lead, role: Role = Role.OPERATOR) -> Route:
    """What is done when a form is sent to a path; ``lead`` makes of the path's parts the address to go on with."""

    async def endpoint(request: Request) -> Response:
        viewer, parts = viewer_of(request), request.path_params
        try:
            require(viewer, role)
            wish = Wish(viewer, parts, await form_of(request))
            await asyncio.to_thread(done, desk.place, wish, act, role)
        except Refused as refused:
            return problem(refused.status, refused.title, refused.advice)
        except SQLAlchemyError as error:
            return unavailable(error)
        return RedirectResponse(lead(parts), 303)

    return Route(path, endpoint, methods=["POST"])


def back(path: str, notice: str) -> str:
    """The address of a page that says that something was done."""
    return with_query(path, {"done": notice})
