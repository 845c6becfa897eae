"""What is done on pages: by whoever has the role, in one transaction with its entry in the log of deeds."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from service.access.forms import form_of
from service.access.sight import Sight
from service.access.viewer import Role, viewer_of
from service.pages.desk import Refused, problem, unavailable
from service.pages.rendering import with_query
from service.printable import printable
from service.store import deeds
from service.store.clock import changing
from service.store.deeds import Deed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection
    from starlette.requests import Request

    from service.access.viewer import Viewer
    from service.pages.desk import Desk

NUL: Final = "\0"
LONGEST: Final = 2_000
"""Characters of a field."""


@dataclass(frozen=True)
class Action:
    """Something that somebody wants to be done, inside a transaction that may change the model, with its ``tick``."""

    desk: Desk
    request: Request
    viewer: Viewer
    form: Mapping[str, str]
    connection: Connection
    tick: int
    now: float

    @cached_property
    def sight(self) -> Sight:
        """What the viewer may see."""
        return Sight.of(self.viewer, self.desk.decisions.settings)

    def words(self, name: str) -> str:
        """A field on one line, '' where it is not there. Raises ``Refused`` for what no store keeps."""
        text = self.form.get(name, "").strip()
        if len(text) > LONGEST or NUL in text:
            raise Refused(400, f"{name} is too long, or holds the character NUL", "Go back and write it otherwise.")
        return printable(text, LONGEST)

    def note(self, what: str, about: str, before: Any = None, after: Any = None) -> None:  # noqa: ANN401  # as JSON
        """Writes it into the log of deeds."""
        viewer = self.viewer
        deed = Deed(
            at=self.now, who=viewer.identity, name=viewer.name, what=what, about=about, before=before, after=after
        )
        deeds.record(self.connection, deed)


def action(desk: Desk, path: str, act: Callable[[Action], str], role: Role = Role.OPERATOR) -> Route:
    """What is done when a form is sent to a path: ``act`` does it, and returns the address to go on with."""

    async def endpoint(request: Request) -> Response:
        viewer = viewer_of(request)
        if viewer.role < role:
            told = f"{printable(viewer.name, 60)} is {viewer.role}; an administrator gives roles under [access.roles]."
            return problem(403, f"This takes the role {role}", told)
        form = await form_of(request)
        try:
            return RedirectResponse(await asyncio.to_thread(_done, desk, request, form, act), 303)
        except Refused as refused:
            return problem(refused.status, refused.title, refused.advice)
        except SQLAlchemyError as error:
            return unavailable(error)

    return Route(path, endpoint, methods=["POST"])


def _done(desk: Desk, request: Request, form: Mapping[str, str], act: Callable[[Action], str]) -> str:
    with changing(desk.engine) as (connection, tick):
        return act(Action(desk, request, viewer_of(request), form, connection, tick, time.time()))


def back(path: str, notice: str) -> str:
    """The address of a page that says that something was done."""
    return with_query(path, {"done": notice})
