"""Writes comments and checks through PyGithub, in worker threads, and never sends one a second time.

Whether to try again is the pipeline's decision, after it looked for its marker in the thread.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Final

from github import Github

from connectors.contract import Denied, Unavailable
from connectors.github.connections import lead
from connectors.github.credentials import TIMEOUT
from connectors.github.pygithub_errors import told
from connectors.github.refusals import UnauthorizedError
from connectors.pauses import Pauses
from connectors.turns import Limit

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectors.github.credentials import Credentials

A_WRITE: Final = 1.0
"""Seconds between two writes, as GitHub asks.

https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#pause-between-mutative-requests
"""
LIMITS: Final = (Limit(450, 3600.0), Limit(70, 60.0))
"""How much is written in an hour and in a minute. GitHub allows 500 and 80, and whoever shares our account may write.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
"""

REDIRECT: Final = 307
"""What is written under the old name of a repository is answered so; PyGithub takes that for a success.

https://github.com/google/go-github/issues/184
"""


class Writes:
    """The writing half of a site's client: one write at a time, paced."""

    def __init__(
        self,
        credentials: Credentials,
        api_url: str,
        *,
        seconds_between_writes: float = A_WRITE,
        timeout: int = TIMEOUT,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._credentials, self._api_url, self._now = credentials, api_url, now
        self.pause, self._timeout = seconds_between_writes, timeout
        self._lock, self._pauses = asyncio.Lock(), Pauses(now)
        self._sessions: dict[str, Github] = {}
        lead(api_url, credentials.way)

    async def send(self, owner: str, verb: str, path: str, **content: object) -> Any:  # noqa: ANN401  # JSON
        """Sends one write and returns its answer. Raises ``Unavailable``, or ``Denied`` for a definite no."""
        scope = self._credentials.scope(owner)
        async with self._lock:
            self._pauses.check(scope)
            try:
                await asyncio.to_thread(self._take_turn, scope)
                return await asyncio.to_thread(self._send, owner, verb, path, content or None)
            except Unavailable as refused:  # whoever waits for a turn behind it is not to ask in vain
                self._pauses.begin(scope, refused)
                raise

    def _take_turn(self, scope: str) -> None:
        """Counts a write, for the whole fleet where it shares a count. Raises ``Unavailable`` for one too many.

        Where nobody asks for pauses, as on loopback, nobody counts.
        """
        if self.pause and (wait := self._credentials.way.writes.turns.take(scope, self._now(), LIMITS)) > 0:
            hour, minute = LIMITS
            told = f"as many comments were written as GitHub allows: {minute.most} in a minute, {hour.most} in an hour"
            raise Unavailable(told, retry_after=wait)

    def signed_by(self, credentials: Credentials) -> Writes:
        """The same at the same pace, by another way in."""
        return Writes(
            credentials, self._api_url, seconds_between_writes=self.pause, timeout=self._timeout, now=self._now
        )

    def close(self) -> None:
        """Closes the connections."""
        for session in self._sessions.values():
            session.close()
        self._sessions.clear()

    def _send(self, owner: str, verb: str, path: str, content: dict[str, object] | None) -> Any:  # noqa: ANN401  # JSON
        circuit = self._credentials.way.circuit
        circuit.check()
        with told(self._now, circuit):
            session = self._session(owner)
        try:
            with told(self._now, circuit, wrote=True):
                answer = session.requester.requestJsonAndCheck(verb, path, input=content)[1]
        except UnauthorizedError:
            self._refused(owner)
            raise
        if isinstance(answer, dict) and "id" not in answer and "message" in answer:
            raise Denied(f"GitHub answered with a redirect: {answer['message']}", status=REDIRECT)
        return answer

    def _refused(self, owner: str) -> None:
        """The next write is signed anew."""
        self._credentials.refused(owner)
        if (session := self._sessions.pop(self._credentials.scope(owner), None)) is not None:
            session.close()

    def _session(self, owner: str) -> Github:
        """The owner's session, with a token that is good now: a time-out in getting one is none of the write."""
        self._credentials.token(owner)
        scope, auth = self._credentials.scope(owner), self._credentials.auth(owner)
        if (known := self._sessions.get(scope)) is not None and known.requester.auth is not auth:
            self._sessions.pop(scope).close()
        if scope not in self._sessions:
            self._sessions[scope] = Github(
                auth=auth,
                base_url=self._api_url,
                timeout=self._timeout,
                retry=0,  # PyGithub's default sends a POST again after a 5xx
                seconds_between_writes=self.pause,
                lazy=True,
            )
        return self._sessions[scope]
