"""Answers whoever may not come in: a page for people, a problem document for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse, Response

from service.pages.rendering import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import HTTPConnection, Request

PROBLEM: Final = "application/problem+json"
"""https://www.rfc-editor.org/rfc/rfc9457"""
API: Final = "/api/"


class TurnedAwayError(Exception):
    """Somebody may not come in: the status, what is the matter, and what to do, in lines. Shows no secret."""

    def __init__(self, status: int, title: str, *advice: str, headers: Mapping[str, str] = {}) -> None:
        super().__init__(title)
        self.status, self.title, self.advice, self.headers = status, title, advice, headers


def answer(request: HTTPConnection, away: TurnedAwayError) -> Response:
    """What is answered, in the form that the asker reads."""
    if reads_pages(request):
        page = render("turned_away.html", {"frame": None, "title": away.title, "advice": away.advice})
        return HTMLResponse(page, away.status, away.headers)
    return problem(away)


def problem(away: TurnedAwayError) -> Response:
    """The same for a program."""
    told = {"type": "about:blank", "title": away.title, "status": away.status, "detail": " ".join(away.advice)}
    return Response(json.dumps(told), away.status, away.headers, PROBLEM)


async def forbidden(request: Request, error: Exception) -> Response:
    """For the application: the answer where somebody lacks the role for what they ask."""
    return answer(request, TurnedAwayError(403, "You may look and not do this", str(error)))


def reads_pages(request: HTTPConnection) -> bool:
    """Whether a person looks at the answer: the API answers programs alone."""
    return not request.scope["path"].startswith(API) and "text/html" in request.headers.get("accept", "")
