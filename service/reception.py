"""Takes the bodies of webhooks in: bounded in size, plain, in chunks or compressed, bounded in time, and all together.

A body is not trusted before it is whole and verified, so nothing that it says of itself is believed.
"""

from __future__ import annotations

import asyncio
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.types import Receive

LARGEST_BODY: Final = 25 << 20
"""Bytes; what GitHub caps its payloads at: https://docs.github.com/en/webhooks/webhook-events-and-payloads"""
ROOM: Final = 256 << 20
"""Bytes of bodies that may be on their way in at the same time."""
PATIENCE_SECONDS: Final = 30.0
"""How long a body may take; GitHub itself gives a delivery up after 10 seconds."""
PLAIN: Final = frozenset({"", "identity"})
COMPRESSED: Final = frozenset({"gzip", "x-gzip", "deflate"})
A_PIECE: Final = 256 << 10
"""Bytes that are unpacked at a time: all at once, they are moved while no other thread gets on, for milliseconds."""
MOST_TIMES: Final = 50
"""How many times as long as it came a body may become: what trackers tell becomes ten or twenty times as long, a bomb
several hundred. Apache has such a bound: https://httpd.apache.org/docs/2.4/mod/mod_deflate.html"""
FREELY: Final = 1 << 20
"""Bytes that any body may become, however short it came."""
GZIP_OR_ZLIB: Final = zlib.MAX_WBITS + 32
"""zlib tells the two apart by itself: https://docs.python.org/3/library/zlib.html#zlib.decompress"""


class UnreadableError(Exception):
    """A body was not taken in; ``outcome`` is the word for why."""

    outcome = "not a body"


class TooLargeError(UnreadableError):
    """A body is larger than any vendor sends, or would be if it were unpacked."""

    outcome = "too large"


class TooDenseError(UnreadableError):
    """A body would become far longer than it came: unpacking it is what it is for."""

    outcome = "too dense"


class TooSlowError(UnreadableError):
    """A body took longer than any vendor's does."""

    outcome = "too slow"


class NoRoomError(UnreadableError):
    """So much is on its way in that one more body has to wait."""

    outcome = "not kept"


class UnknownEncodingError(UnreadableError):
    """A body is compressed in a way that is not understood."""

    outcome = "unknown encoding"


class BrokenError(UnreadableError):
    """A body is not what its ``Content-Encoding`` says."""

    outcome = "not a body"


class GoneError(Exception):
    """The sender hung up before the body was whole."""


@dataclass(slots=True)
class Room:
    """The memory that all bodies on their way in have together, in bytes."""

    left: int

    @contextmanager
    def share(self) -> Iterator[Share]:
        """One body's share of it, given back at the end."""
        share = Share(self)
        try:
            yield share
        finally:
            self.left += share.size


@dataclass(slots=True)
class Share:
    """What one body has of the room."""

    room: Room
    size: int = 0

    def take(self, size: int) -> None:
        """Takes some more. Raises ``NoRoomError``."""
        if size > self.room.left:
            raise NoRoomError
        self.room.left -= size
        self.size += size


@dataclass(slots=True)
class Reception:
    """Reads bodies, for one event loop. Sizes are in bytes, ``patience`` in seconds."""

    largest: int = LARGEST_BODY
    patience: float = PATIENCE_SECONDS
    room: Room = field(default_factory=lambda: Room(ROOM))

    async def body(self, headers: Mapping[str, str], receive: Receive) -> bytes:
        """The body as its sender signed it. ``headers`` have lower-case names.

        Raises ``UnreadableError``, or ``GoneError`` where nobody waits for an answer any more.
        """
        encoding = headers.get("content-encoding", "").strip().lower()
        if encoding not in PLAIN and encoding not in COMPRESSED:
            raise UnknownEncodingError
        if int(headers.get("content-length", "0")) > self.largest:
            raise TooLargeError
        with self.room.share() as share:
            try:
                async with asyncio.timeout(self.patience):
                    body = await self._received(receive, share)
            except TimeoutError as error:
                raise TooSlowError from error
            if encoding in PLAIN:
                return body
            share.take(min(self.largest, longest(body)))  # what it will be is not known before
            return await asyncio.to_thread(unpacked, body, self.largest)

    async def _received(self, receive: Receive, share: Share) -> bytes:
        chunks, size, more = [], 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise GoneError
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > self.largest:
                raise TooLargeError
            share.take(len(chunk))
            chunks.append(chunk)
            more = message.get("more_body", False)
        return b"".join(chunks)


def longest(body: bytes) -> int:
    """The bytes that a compressed body may become, by how long it came."""
    return max(FREELY, MOST_TIMES * len(body))


def unpacked(body: bytes, largest: int) -> bytes:
    """The plain body of one compressed with gzip or zlib, never more than ``largest`` bytes of it at a time.

    Raises ``TooLargeError``, ``TooDenseError`` and ``BrokenError``. Pure.
    """
    unpacking = zlib.decompressobj(GZIP_OR_ZLIB)
    pieces, size, most = [], 0, longest(body)
    for piece in _pieces(unpacking, body):
        size += len(piece)
        if size > largest:
            raise TooLargeError
        if size > most:
            raise TooDenseError
        pieces.append(piece)
    if not unpacking.eof or unpacking.unused_data:
        raise BrokenError
    return b"".join(pieces)


def _pieces(unpacking: zlib._Decompress, body: bytes) -> Iterator[bytes]:
    """What a body unpacks to, up to its end or that of the stream in it. Raises ``BrokenError``."""
    for place in range(0, len(body), A_PIECE):
        packed = body[place : place + A_PIECE]
        while packed:
            if unpacking.eof:
                raise BrokenError
            try:
                yield unpacking.decompress(packed, A_PIECE)
            except zlib.error as error:
                raise BrokenError from error
            packed = unpacking.unconsumed_tail
