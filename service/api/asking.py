"""What routes ask for: who asks, inside one moment of the store, and in which role; and who wants what to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeVar
from urllib.parse import unquote

from fastapi import Depends, Request

from service.access.viewer import Role, viewer_of
from service.actions.acting import Wish, done
from service.api.problems import ProblemError
from service.pages.desk import NUL, Visit
from service.store.connection import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from service.actions.acting import Action
    from service.pages.desk import Desk

Came = TypeVar("Came")


@dataclass(frozen=True, slots=True)
class Wisher:
    """Somebody who wants something to be done about what the address names."""

    desk: Desk
    request: Request

    def done(self, act: Callable[[Action], Came], **fields: str) -> Came:
        """What came of it, as on the pages where the same is done. Raises ``Refused``, as ``acting.done`` does."""
        return done(self.desk.place, Wish(viewer_of(self.request), self.request.path_params, fields), act)


def _wisher(request: Request) -> Wisher:
    _require_text(request)
    return Wisher(request.app.state.desk, request)


def _require_text(request: Request) -> None:
    if NUL in request.url.path or NUL in unquote(request.url.query):
        raise ProblemError(400, "no name or text holds the character NUL")


def _visit(request: Request) -> Iterator[Visit]:
    _require_text(request)
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
Wanting = Annotated[Wisher, Depends(_wisher)]
"""Whoever wants something to be done."""
ForOperators, ForAdmins = Depends(_at_least(Role.OPERATOR)), Depends(_at_least(Role.ADMIN))
"""Refuse whoever may do less."""
