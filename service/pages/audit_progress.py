"""The progress of an audit under way, as a stream for the page of audits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service import audit_stream

if TYPE_CHECKING:
    from starlette.responses import Response

    from service.pages.desk import Visit

TURNS: Final = 6
"""So often one answer tells; a browser asks again by itself, and a server that stops waits for none for long."""


def stream(visit: Visit) -> Response:
    """The events of one audit."""
    return audit_stream.stream(visit.connection, visit.desk.engine, visit.request.path_params["id"], TURNS)
