"""Sends a site's reading requests: signed, with time-outs, never to another host; what fails is told in one way."""

from __future__ import annotations

import asyncio
import time
from copy import copy
from typing import TYPE_CHECKING, Final, TypeVar

import httpx
import msgspec

from connectors.contract import Denied, Unavailable
from connectors.decoding import decode
from connectors.github.answers import Cost, Envelope
from connectors.github.budgets import GRAPHQL, REST, Budgets
from connectors.github.pygithub_errors import told
from connectors.github.refusals import OUT_OF_REACH, TooMuchError, UnauthorizedError, rate_limit_wait, refusal
from connectors.pauses import Pauses

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connectors.github.credentials import Credentials

TIMEOUTS: Final = httpx.Timeout(20, connect=5)
"""GitHub ends a query after 10 seconds."""
HOPS: Final = 3
RATE_LIMIT: Final = "rateLimit"
"""The field of a query that asks what it costs."""
HEADERS: Final = {
    "Accept": "application/vnd.github+json",
    "X-GitHub-Api-Version": "2022-11-28",
    "User-Agent": "detour",
}
Answer = TypeVar("Answer")
_COST: Final = msgspec.json.Decoder(Cost | None)


class Transport:
    """One site's API for reading. ``now`` is in seconds since 1970; ``requests`` counts whatever was sent.

    ``http`` are the connections, its own unless they are given. ``share``, up to 1, is how much it takes of the limits.
    """

    def __init__(
        self,
        credentials: Credentials,
        api_url: str,
        now: Callable[[], float] = time.time,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        self.credentials, self.api_url, self.now = credentials, api_url.rstrip("/"), now
        self.share, self.requests = 1.0, 0
        self._budgets, self._pauses = Budgets(now), Pauses(now)
        self._http = http or credentials.way.client(TIMEOUTS)

    def signed_by(self, credentials: Credentials) -> Transport:
        """Another way in over the same connections, with limits and a count of its own. To be closed once."""
        return Transport(credentials, self.api_url, self.now, self._http)

    def sparing(self, share: float) -> Transport:
        """The same way in, with a count of its own, that leaves the rest of the limits to others. To be closed once."""
        other = copy(self)
        other.share, other.requests = share, 0
        return other

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def get(self, owner: str, path: str, **parameters: int | str) -> httpx.Response:
        """A REST answer that is a success, whatever it takes on the same host to get there."""
        headers = await self._headers(owner)
        request = self._http.build_request("GET", self.api_url + path, params=parameters, headers=headers)
        return await self._send(owner, request, REST)

    async def query(self, owner: str, query: str, variables: Mapping[str, object]) -> Envelope:
        """A GraphQL answer that has data, maybe with errors beside it.

        https://docs.github.com/en/graphql/guides/forming-calls-with-graphql#communicating-with-graphql
        """
        content = msgspec.json.encode({"query": query, "variables": variables})
        headers = await self._headers(owner) | {"Content-Type": "application/json"}
        request = self._http.build_request("POST", graphql_url(self.api_url), content=content, headers=headers)
        envelope = self._opened(owner, await self._send(owner, request, GRAPHQL))
        self._budgets.spend(self.credentials.scope(owner), GRAPHQL, _cost(envelope))
        return envelope

    async def ask(self, owner: str, query: str, kind: type[Answer], **variables: object) -> Answer:
        """The data of a query whose answer has a shape of its own."""
        envelope = await self.query(owner, query, variables)
        try:
            return decode(msgspec.json.encode(envelope.data), kind, strict=True)
        except msgspec.DecodeError as error:
            raise Unavailable("GitHub's answer is not understood") from error

    def _opened(self, owner: str, response: httpx.Response) -> Envelope:
        envelope = decoded(response, Envelope)
        errors = envelope.errors or []
        reason = "; ".join(error.message for error in errors) or "an answer without data"
        if any(error.type == "RATE_LIMITED" for error in errors):
            limited = Unavailable(reason, retry_after=rate_limit_wait(response.headers, self.now()))
            self._pause(owner, GRAPHQL, limited, response.headers)
            raise limited
        if envelope.data is None and errors and all(error.type in OUT_OF_REACH for error in errors):
            raise Denied(f"GitHub's GraphQL API: {reason}")
        if envelope.data is None:
            raise TooMuchError(f"GitHub's GraphQL API: {reason}")
        return envelope

    async def _headers(self, owner: str) -> dict[str, str]:
        return HEADERS | {"Authorization": f"Bearer {await asyncio.to_thread(self._token, owner)}"}

    def _token(self, owner: str) -> str:
        self.credentials.way.circuit.check()
        with told(self.now, self.credentials.way.circuit):
            return self.credentials.token(owner)

    def _check(self, owner: str, resource: str) -> None:
        scope = self.credentials.scope(owner)
        self.credentials.way.circuit.check()
        self._pauses.check((scope, resource))
        self._budgets.check(scope, resource, self.share)

    def _pause(self, owner: str, resource: str, refused: Unavailable, headers: Mapping[str, str]) -> None:
        """Whoever names a time means every request; what is used up is the budget of one kind of them."""
        for one in (GRAPHQL, REST) if "retry-after" in headers else (resource,):
            self._pauses.begin((self.credentials.scope(owner), one), refused)

    async def _send(self, owner: str, request: httpx.Request, resource: str) -> httpx.Response:
        """Follows redirects of a GET on its own host only: a moved repository answers so."""
        self._check(owner, resource)
        if resource == REST:
            self._budgets.spend(self.credentials.scope(owner), REST, 1)
        home = request.url.scheme, request.url.netloc
        for _ in range(HOPS):
            response = await self._sent(request)
            self._budgets.note(self.credentials.scope(owner), response.headers)
            if response.is_success:
                return response
            following = response.next_request
            if following is None or request.method != "GET" or not response.has_redirect_location:
                refused = refusal(response.status_code, response.headers, _message(response), self.now())
                if isinstance(refused, UnauthorizedError):
                    self.credentials.refused(owner)
                self._pause(owner, resource, refused, response.headers)
                raise refused
            if (following.url.scheme, following.url.netloc) != home:
                raise Denied("GitHub redirects to another host")
            request = following
        raise Denied("GitHub redirects in a circle")

    async def _sent(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        circuit = self.credentials.way.circuit
        try:
            response = await self._http.send(request, follow_redirects=False)
        except httpx.ReadTimeout as error:  # too much was asked, maybe
            self.credentials.way.meter.unanswered()
            raise TooMuchError("no answer from GitHub in time") from error
        except httpx.HTTPError as error:
            circuit.failed()
            self.credentials.way.meter.unanswered()
            raise Unavailable(f"no answer from GitHub: {type(error).__name__}") from error
        circuit.answered(response.status_code)
        return response


def graphql_url(api_url: str) -> str:
    """Where queries go: on an Enterprise host ``/api/graphql``, beside ``/api/v3``."""
    return api_url.removesuffix("/v3") + "/graphql"


def decoded(response: httpx.Response, kind: type[Answer]) -> Answer:
    """An answer's body. Raises ``Unavailable`` for another shape, which a proxy's page has, too."""
    try:
        return decode(response.content, kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Unavailable("GitHub's answer is not understood") from error


def _cost(envelope: Envelope) -> int:
    """What a query cost, where it asked; no query is free."""
    raw = (envelope.data or {}).pop(RATE_LIMIT, None)
    try:
        cost = _COST.decode(raw) if raw is not None else None
    except msgspec.DecodeError as error:
        raise Unavailable("GitHub's answer is not understood") from error
    return cost.cost if cost is not None else 1


class _Refusal(msgspec.Struct):
    message: str = ""


def _message(response: httpx.Response) -> str:
    try:
        return decode(response.content, _Refusal).message
    except (msgspec.DecodeError, RecursionError):
        return ""
