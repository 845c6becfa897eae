"""The HTTP of the server, with an end to its patience: uvicorn itself waits for ever for a request that has begun.

A connection that owes something, the rest of its headers or of its body, is ended after a while. One that waits for us
is not, and one that is idle between two requests is uvicorn's matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

LONGEST_SECONDS: Final = 40.0
"""From the beginning of a connection, or the last answer on it, to the end of the next request."""
LOOKS: Final = 4
"""How often it is looked at in that time."""
OWING: Final = frozenset({h11.IDLE, h11.SEND_BODY})
"""What a client's side of a connection is in before its request is whole."""
UNANSWERED: Final = frozenset({h11.IDLE, h11.SEND_RESPONSE})
"""What our side of a connection is in before the request's answer has begun."""


class PatientProtocol(H11Protocol):
    """Ends connections of clients that never end their requests."""

    longest: float = LONGEST_SECONDS
    _since: float = 0.0
    _watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """The first request is owed from now on."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is owed any more."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """The next request is owed, if this one came to its end; else still the rest of this one."""
        if self.conn.their_state not in OWING:
            self._since = self.loop.time()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuses a request that does not go on as it began, unless it is answered already: it is answered once.

        uvicorn would let the application answer, too, and fail where it does so at once.
        """
        if self.cycle is not None:
            self.cycle.disconnected = True
        if self.conn.our_state in UNANSWERED:
            super().send_400_response(msg)
        else:
            self.transport.close()

    def _look(self) -> None:
        if self.conn.their_state in OWING and self.loop.time() - self._since > self.longest:
            self.transport.abort()
            return
        if self.conn.their_state not in OWING:
            self._since = self.loop.time()
        self._watch = self.loop.call_later(self.longest / LOOKS, self._look)
