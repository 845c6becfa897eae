"""What routes ask for: who asks, inside one moment of the store, and in which role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import unquote

from fastapi import Depends, Request

from service.access.viewer import Role, viewer_of
from service.api.problems import ProblemError
from service.pages.desk import NUL, Visit
from service.store.connection import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _visit(request: Request) -> Iterator[Visit]:
    if NUL in request.url.path or NUL in unquote(request.url.query):
        raise ProblemError(400, "no name or text holds the character NUL")
    desk = request.app.state.desk
    with reading(desk.engine) as connection:
        yield Visit(desk, request, connection, viewer_of(request))


def _at_least(role: Role) -> Callable[[Request], None]:
    def checked(request: Request) -> None:
        if viewer_of(request).role < role:
            raise ProblemError(403, f"this needs the role {role}; an administrator gives it under [access.roles]")

    return checked


Asked = Annotated[Visit, Depends(_visit)]
"""A look at the store by whoever asks."""
ForOperators, ForAdmins = Depends(_at_least(Role.OPERATOR)), Depends(_at_least(Role.ADMIN))
"""Refuse whoever may do less."""
