"""Sends a site's reading requests: with time-outs, never to another host; what fails is told in one way."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

import httpx
import msgspec

from connectors.contract import Unavailable
from connectors.decoding import decode
from connectors.jira.buckets import bucket_of
from connectors.jira.refusals import not_logged_in, refusal
from connectors.pauses import Pauses

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectors.jira.buckets import Bucket
    from connectors.jira.credentials import Credentials

TIMEOUTS: Final = httpx.Timeout(30, connect=5)
Answer = TypeVar("Answer")


class Reads(Protocol):
    """A way to ask a site. ``requests`` is how many were sent by it."""

    requests: int

    async def get(self, path: str, kind: type[Answer], **parameters: str | int) -> Answer:
        """The answer to a question. Raises ``Unavailable``, or ``Denied`` for a definite no."""

    async def post(self, path: str, kind: type[Answer], question: dict[str, Any]) -> Answer:
        """The answer to a question that is too long for an address. Raises as ``get`` does."""


class Transport:
    """One site's API for reading. ``url`` is the site's, as people visit it; ``now`` is in seconds since 1970.

    ``bucket`` is what the site said last of how many it allows, ``pauses`` whether it wants to be let be.
    """

    def __init__(
        self,
        credentials: Credentials,
        url: str,
        http: httpx.AsyncClient | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.url, self.now = url.rstrip("/"), now
        self._credentials = credentials
        self.requests = 0
        self.bucket: Bucket | None = None
        self.pauses = Pauses(now)
        self._own = http is None
        self._circuit, self._meter = credentials.way.circuit, credentials.way.meter
        self._http = credentials.way.client(TIMEOUTS) if http is None else http

    async def close(self) -> None:
        """Closes the connections, unless they were handed in."""
        if self._own:
            await self._http.aclose()

    async def get(self, path: str, kind: type[Answer], **parameters: str | int) -> Answer:
        """The answer to a question. Raises ``Unavailable``, or ``Denied`` for a definite no."""
        return await self._send(self._http.build_request("GET", self.url + path, params=parameters), kind)

    async def post(self, path: str, kind: type[Answer], question: dict[str, Any]) -> Answer:
        """The answer to a question that is too long for an address. Raises as ``get`` does."""
        content = msgspec.json.encode(question)
        headers = {"Content-Type": "application/json"}
        request = self._http.build_request("POST", self.url + path, content=content, headers=headers)
        return await self._send(request, kind)

    async def _send(self, request: httpx.Request, kind: type[Answer]) -> Answer:
        signed = {"Authorization": self._credentials.header, "Accept": "application/json", "User-Agent": "detour"}
        request.headers.update(signed)
        self.pauses.check(self.url)
        self._circuit.check()
        self.requests += 1
        try:
            response = await self._http.send(request, follow_redirects=False)
        except httpx.HTTPError as error:
            self._circuit.failed()
            self._meter.unanswered()
            raise Unavailable(f"no answer from Jira: {type(error).__name__}") from error
        self._circuit.answered(response.status_code)
        self.bucket = bucket_of(response.headers, self.now()) or self.bucket
        if not response.is_success or not_logged_in(response.headers):
            refused = refusal(response.status_code, response.headers, response.content, self.now())
            self.pauses.begin(self.url, refused)
            raise refused
        return decoded(response.content, kind)


def decoded(content: bytes, kind: type[Answer]) -> Answer:
    """An answer's body. Raises ``Unavailable`` for another shape, which a proxy's page has, too."""
    try:
        return decode(content, kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Unavailable("Jira's answer is not understood") from error
