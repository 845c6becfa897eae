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
    from collections.abc import Iterator


def _visit(request: Request) -> Iterator[Visit]:
    if NUL in request.url.path or NUL in unquote(request.url.query):
        raise ProblemError(400, "no name or text holds the character NUL")
    desk = request.app.state.desk
    with reading(desk.engine) as connection:
        yield Visit(desk, request, connection, viewer_of(request))


def _operator(request: Request) -> None:
    if viewer_of(request).role < Role.OPERATOR:
        raise ProblemError(403, "this needs the role operator; an administrator gives it under [access.roles]")


Asked = Annotated[Visit, Depends(_visit)]
"""A look at the store by whoever asks."""
ForOperators = Depends(_operator)
"""Refuses whoever may only look."""
