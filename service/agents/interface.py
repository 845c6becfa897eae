"""Asks the API of a Detour for what agents want to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import httpx

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMEOUT: Final = httpx.Timeout(30.0, connect=10.0)
PREFIX: Final = "/api/v1"


class UnansweredError(Exception):
    """The API did not answer as was hoped; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Interface:
    """The API of one Detour, asked by whoever the client's token stands for."""

    client: httpx.AsyncClient

    @classmethod
    def at(cls, url: str, token: str) -> Interface:
        """The API at a Detour's address; without a ``token`` it answers on loopback only."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return cls(httpx.AsyncClient(base_url=url.rstrip("/"), headers=headers, timeout=TIMEOUT))

    async def get(self, path: str, query: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401  # any document
        """A document. Raises ``UnansweredError``."""
        asked = {name: value for name, value in (query or {}).items() if value not in ("", None, [])}
        try:
            answer = await self.client.get(f"{PREFIX}{path}", params=asked)
        except httpx.HTTPError as error:
            where = self.client.base_url.host
            raise UnansweredError(
                f"Detour at {where} cannot be reached: {type(error).__name__}; is --url right?"
            ) from None
        if answer.is_success:
            return answer.json()
        raise UnansweredError(_problem(answer))

    async def issues(self, text: str) -> list[dict[str, str]]:
        """The issues that are written like this."""
        found: list[dict[str, str]] = await self.get("/issues", {"ref": text})
        return found

    async def verdict(self, issue: Mapping[str, str]) -> Any:  # noqa: ANN401  # any document
        """The verdict on an issue."""
        return await self.get(f"/issues/{issue['site']}/{quote(issue['ref'], safe='')}/verdict")


def _problem(answer: httpx.Response) -> str:
    try:
        detail = str(answer.json().get("detail", ""))
    except (AttributeError, ValueError):
        detail = ""
    if answer.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        detail = f"{detail} Give a token with --token-file: 'detour token create' makes one.".strip()
    return detail or f"Detour answered {answer.status_code} {answer.reason_phrase}"
