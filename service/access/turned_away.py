"""Answers whoever may not come in: a page for people, a problem document for programs."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from service.access.viewer import ForbiddenError
from service.pages.rendering import render
from service.store.connection import reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.applications import Starlette
    from starlette.requests import HTTPConnection, Request

RETRY_SECONDS: Final = "10"
PROBLEM: Final = "application/problem+json"
"""https://www.rfc-editor.org/rfc/rfc9457"""
API: Final = "/api/"


class TurnedAwayError(Exception):
    """Somebody may not come in: the status, what is the matter, and what to do, in lines. Shows no secret.

    ``example`` is what could stand in a configuration.
    """

    template = "turned_away.html"

    def __init__(
        self, status: int, title: str, *advice: str, headers: Mapping[str, str] = {}, example: str = ""
    ) -> None:
        super().__init__(title)
        self.status, self.title, self.advice, self.headers, self.example = status, title, advice, headers, example

    def values(self) -> dict[str, Any]:
        """What its page shows."""
        return {"title": self.title, "advice": self.advice, "example": self.example}


def answer(request: HTTPConnection, away: TurnedAwayError) -> Response:
    """What is answered, in the form that the asker reads."""
    return page_of(away) if reads_pages(request) else problem(away)


def page_of(away: TurnedAwayError) -> Response:
    """The same as a page."""
    return HTMLResponse(render(away.template, {"frame": None, **away.values()}), away.status, away.headers)


def problem(away: TurnedAwayError) -> Response:
    """The same for a program."""
    told = {"type": "about:blank", "title": away.title, "status": away.status, "detail": " ".join(away.advice)}
    return Response(json.dumps(told), away.status, away.headers, PROBLEM)


def unavailable(error: SQLAlchemyError) -> TurnedAwayError:
    """The answer while the store cannot be asked who somebody is."""
    title, advice = f"The store cannot be asked: {reason(error)}", "Load the page again in a moment."
    return TurnedAwayError(503, title, advice, headers={"Retry-After": RETRY_SECONDS})


async def turned_away(request: Request, error: Exception) -> Response:
    """For the application: the answer to whoever may not come in, or cannot be let in now."""
    away = unavailable(error) if isinstance(error, SQLAlchemyError) else error
    return answer(request, cast("TurnedAwayError", away))


async def forbidden(request: Request, error: Exception) -> Response:
    """For the application: the answer where somebody lacks the role for what they ask."""
    return answer(request, TurnedAwayError(403, "You may look and not do this", str(error)))


async def refused(request: Request, error: Exception) -> Response:
    """For the application: the answer where something cannot be asked so."""
    assert isinstance(error, HTTPException)  # noqa: S101  # it is registered for these
    title = HTTPStatus(error.status_code).phrase
    return answer(request, TurnedAwayError(error.status_code, title, error.detail, headers=error.headers or {}))


def reads_pages(request: HTTPConnection) -> bool:
    """Whether a person looks at the answer: the API answers programs alone."""
    return not request.scope["path"].startswith(API) and "text/html" in request.headers.get("accept", "")


HANDLERS: Final = {
    TurnedAwayError: turned_away,
    ForbiddenError: forbidden,
    SQLAlchemyError: turned_away,
    HTTPException: refused,
}
"""What an application behind the gate answers to each of these."""


def turns_away(app: Starlette) -> None:
    """Has an application answer so."""
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)
