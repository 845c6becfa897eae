"""Sends a site's reading requests: signed, with time-outs, never to another host; what fails is told in one way."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final, TypeVar

import httpx
import msgspec

from connectors.contract import Denied, Unavailable
from connectors.decoding import decode
from connectors.github.answers import Envelope
from connectors.github.pygithub_errors import told
from connectors.github.refusals import UnauthorizedError, rate_limit_wait, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connectors.github.credentials import Credentials

TIMEOUTS: Final = httpx.Timeout(20, connect=5)
"""GitHub ends a query after 10 seconds."""
HOPS: Final = 3
HEADERS: Final = {
    "Accept": "application/vnd.github+json",
    "X-GitHub-Api-Version": "2022-11-28",
    "User-Agent": "detour",
}
Answer = TypeVar("Answer")


class Transport:
    """One site's API for reading. ``now`` is in seconds since 1970."""

    def __init__(
        self,
        credentials: Credentials,
        api_url: str,
        http: httpx.AsyncClient | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.credentials, self.api_url, self.now = credentials, api_url.rstrip("/"), now
        self._own = http is None
        self._http = httpx.AsyncClient(timeout=TIMEOUTS) if http is None else http

    async def close(self) -> None:
        """Closes the connections, unless they were handed in."""
        if self._own:
            await self._http.aclose()

    async def get(self, owner: str, path: str, **parameters: int) -> httpx.Response:
        """A REST answer that is a success, whatever it takes on the same host to get there."""
        headers = await self._headers(owner)
        request = self._http.build_request("GET", self.api_url + path, params=parameters, headers=headers)
        return await self._send(owner, request)

    async def query(self, owner: str, query: str, variables: Mapping[str, object]) -> Envelope:
        """A GraphQL answer that has data, maybe with errors beside it.

        https://docs.github.com/en/graphql/guides/forming-calls-with-graphql#communicating-with-graphql
        """
        content = msgspec.json.encode({"query": query, "variables": variables})
        headers = await self._headers(owner) | {"Content-Type": "application/json"}
        request = self._http.build_request("POST", graphql_url(self.api_url), content=content, headers=headers)
        response = await self._send(owner, request)
        envelope = decoded(response, Envelope)
        errors = envelope.errors or []
        reason = "; ".join(error.message for error in errors) or "an answer without data"
        if any(error.type == "RATE_LIMITED" for error in errors):
            raise Unavailable(reason, retry_after=rate_limit_wait(response.headers, self.now()))
        if envelope.data is None:
            raise Unavailable(f"GitHub's GraphQL API: {reason}")
        return envelope

    async def _headers(self, owner: str) -> dict[str, str]:
        return HEADERS | {"Authorization": f"Bearer {await asyncio.to_thread(self._token, owner)}"}

    def _token(self, owner: str) -> str:
        with told(self.now):
            return self.credentials.token(owner)

    async def _send(self, owner: str, request: httpx.Request) -> httpx.Response:
        """Follows redirects of a GET on its own host only: a moved repository answers so."""
        home = request.url.scheme, request.url.netloc
        for _ in range(HOPS):
            try:
                response = await self._http.send(request, follow_redirects=False)
            except httpx.HTTPError as error:
                raise Unavailable(f"no answer from GitHub: {type(error).__name__}") from error
            if response.is_success:
                return response
            following = response.next_request
            if following is None or request.method != "GET" or not response.has_redirect_location:
                refused = refusal(response.status_code, response.headers, _message(response), self.now())
                if isinstance(refused, UnauthorizedError):
                    self.credentials.refused(owner)
                raise refused
            if (following.url.scheme, following.url.netloc) != home:
                raise Denied("GitHub redirects to another host")
            request = following
        raise Denied("GitHub redirects in a circle")


def graphql_url(api_url: str) -> str:
    """Where queries go: on an Enterprise host ``/api/graphql``, beside ``/api/v3``."""
    return api_url.removesuffix("/v3") + "/graphql"


def decoded(response: httpx.Response, kind: type[Answer]) -> Answer:
    """An answer's body. Raises ``Unavailable`` for another shape, which a proxy's page has, too."""
    try:
        return decode(response.content, kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Unavailable("GitHub's answer is not understood") from error


class _Refusal(msgspec.Struct):
    message: str = ""


def _message(response: httpx.Response) -> str:
    try:
        return decode(response.content, _Refusal).message
    except (msgspec.DecodeError, RecursionError):
        return ""
