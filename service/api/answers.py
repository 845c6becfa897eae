"""How documents are answered: as JSON with an entity tag, and lists page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

import msgspec
from pydantic import BaseModel, Field
from starlette.responses import Response

from service.entity_tags import has, tag_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

Item = TypeVar("Item")
JSON: Final = "application/json"
NOT_MODIFIED: Final = 304


class Page(BaseModel, Generic[Item]):
    """Some of ``count`` items; ``next`` is the address of those that follow, and ``null`` behind the last."""

    items: list[Item]
    count: int = Field(examples=[1])
    next: str | None = Field(examples=[None])


def document(request: Request, value: object) -> Response:
    """A document as JSON, or 304 where the program has this very one (RFC 9110, section 13.1.2)."""
    body = msgspec.json.encode(value)
    headers = {"ETag": tag_of(body), "Cache-Control": "private, no-cache"}
    if has(request.headers, headers["ETag"]):
        return Response(status_code=NOT_MODIFIED, headers=headers)
    return Response(body, media_type=JSON, headers=headers)


def answered(value: object, status: int, **headers: str) -> Response:
    """What came of something that was done."""
    return Response(msgspec.json.encode(value), status, headers, JSON)


def page(request: Request, items: Iterable[object], count: int, after: str) -> Response:
    """A page of a list; ``after`` leads to the next one."""
    following = str(request.url.include_query_params(after=after).replace(scheme="", netloc="")) if after else None
    return document(request, {"items": list(items), "count": count, "next": following})
