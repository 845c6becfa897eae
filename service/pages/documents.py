"""What stands at an address beside pages: documents that are fetched again and again, and sent when they changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from service.entity_tags import has, tag_of

if TYPE_CHECKING:
    from starlette.requests import Request

NOT_MODIFIED: Final = 304
ASKED_EACH_TIME: Final = "private, no-cache"
"""A browser keeps it and asks whether it is still that; nothing between it and us keeps what a viewer may see."""


def document(request: Request, body: bytes, media_type: str) -> Response:
    """A document, or 304 where whoever asks has these very bytes (RFC 9110, section 13.1.2)."""
    headers = {"ETag": tag_of(body), "Cache-Control": ASKED_EACH_TIME}
    if has(request.headers, headers["ETag"]):
        return Response(status_code=NOT_MODIFIED, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
