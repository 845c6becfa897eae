"""Writes comments through the ``jira`` package's session, in worker threads, and never sends one a second time.

Whether to try again is the pipeline's decision, after it looked for its mark in the thread.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any, Final

import msgspec
from jira.exceptions import JIRAError
from jira.resilientsession import ResilientSession
from requests import RequestException
from requests.auth import AuthBase

from connectors.contract import Unavailable
from connectors.jira.refusals import refusal
from connectors.pauses import Pauses
from connectors.sending import never_sent

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import PreparedRequest, Response

    from connectors.jira.credentials import Credentials

A_WRITE: Final = 0.1
"""Seconds between two writes: Cloud takes 20 in 2 seconds on one issue."""
TIMEOUT: Final = (5.0, 20.0)
"""Seconds to wait for a connection, and for each piece of an answer; the package itself would wait for ever."""

# At DEBUG it logs the headers and bodies of answers.
logging.getLogger("jira.resilientsession").setLevel(logging.ERROR)


class _Signed(AuthBase):
    """Puts the header on, so that no other way in that the machine knows takes its place."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = self._credentials.header
        return request


class Writes:
    """The writing half of a site's client: one write at a time, paced. ``url`` is the site's."""

    def __init__(
        self,
        credentials: Credentials,
        url: str,
        *,
        seconds_between_writes: float = A_WRITE,
        timeout: tuple[float, float] = TIMEOUT,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._url, self.pause, self._now = url.rstrip("/"), seconds_between_writes, now
        # Its own three retries send a POST again after 429, 503 and a connection that ended.
        self._session = ResilientSession(timeout=timeout, max_retries=0)
        self._session.auth = _Signed(credentials)
        self._way = credentials.way
        self._session.headers["User-Agent"] = "detour"
        self._lock, self._pauses = asyncio.Lock(), Pauses(now)
        self._next = 0.0

    async def send(self, verb: str, path: str, body: dict[str, Any] | None = None, **parameters: str) -> bytes:
        """Sends one write and returns its answer. Raises ``Unavailable``, or ``Denied`` for a definite no."""
        async with self._lock:
            await asyncio.sleep(max(0.0, self._next - time.monotonic()))
            self._pauses.check(self._url)
            try:
                return await asyncio.to_thread(self._send, verb, path, body, parameters)
            except Unavailable as refused:  # whoever waits for a turn behind it is not to ask in vain
                self._pauses.begin(self._url, refused)
                raise
            finally:
                self._next = time.monotonic() + self.pause

    def close(self) -> None:
        """Closes the connections."""
        self._session.close()

    def _send(self, verb: str, path: str, body: dict[str, Any] | None, parameters: dict[str, str]) -> bytes:
        data = None if body is None else msgspec.json.encode(body)
        self._way.circuit.check()
        try:
            answer = self._session.request(
                verb,
                self._url + path,
                data=data,
                params=parameters,
                headers={"Content-Type": "application/json"},
                allow_redirects=False,
                verify=self._way.verify,
                proxies=self._way.proxies,
            )
        except JIRAError as error:
            raise self._refusal(error.response) from error
        except RequestException as error:
            self._way.circuit.failed()
            reason = f"no answer from Jira: {type(error).__name__}"
            raise Unavailable(reason, outcome_unknown=not never_sent(error)) from error
        if answer.is_redirect:
            raise self._refusal(answer)
        self._way.circuit.answered(answer.status_code)
        return answer.content

    def _refusal(self, answer: Response | None) -> Unavailable:
        if answer is None:
            self._way.circuit.failed()
            return Unavailable("Jira gave no answer", outcome_unknown=True)
        self._way.circuit.answered(answer.status_code)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return refusal(answer.status_code, headers, answer.content, self._now(), wrote=True)
