"""How much anybody may send: pages and API take forms and short documents, and nobody is to fill the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.types import Message, Receive

LARGEST: Final = 1 << 20
"""Bytes of a body."""


def limited(receive: Receive) -> Receive:
    """Receives no more of a body than may be sent. Raises ``HTTPException`` where there is more.

    The application answers that one, and FastAPI lets no other through where it reads a body.
    """
    size = 0

    async def received() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > LARGEST:
            raise HTTPException(413, f"what is sent may have {LARGEST >> 20} MiB")
        return message

    return received
