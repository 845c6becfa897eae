"""What goes wrong, as programs read it: problem details for HTTP (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from service.refused import Refused
from service.store.connection import reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI, Request

MEDIA_TYPE: Final = "application/problem+json"
RETRY_SECONDS: Final = "10"
LONGEST: Final = 200


class Problem(BaseModel):
    """What went wrong and what to do about it."""

    type: str = Field(default="about:blank", examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(default="", examples=["the store knows no issue PAY-312; near: PAY-311"])


class ProblemError(HTTPException):
    """Ends a request with a problem; the detail says what to do."""


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may end in, for the OpenAPI document."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}


def answer(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The answer that tells of a problem."""
    problem = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)
    return JSONResponse(problem.model_dump(), status, dict(headers or {}), MEDIA_TYPE)


def handle(app: FastAPI) -> None:
    """Has every problem of an application told so."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(SQLAlchemyError, _store)
    app.add_exception_handler(Refused, _refused)


async def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101  # it is registered for these
    return answer(error.status_code, str(error.detail), error.headers)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    """Names what is wrong without repeating what was sent."""
    assert isinstance(error, RequestValidationError)  # noqa: S101  # it is registered for these
    told = (f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in error.errors())
    return answer(422, "; ".join(told)[:LONGEST])


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)  # noqa: S101  # it is registered for these
    return answer(error.status, f"{error.title[:1].lower()}{error.title[1:]}. {error.advice}".strip())


async def _store(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, SQLAlchemyError)  # noqa: S101  # it is registered for these
    return answer(503, f"the store cannot be asked: {reason(error)}", {"Retry-After": RETRY_SECONDS})
