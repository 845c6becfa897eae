"""Exchanges the code of a new GitHub App for its number, its key and the secret of its webhook: once, within an hour.

https://docs.github.com/en/rest/apps/apps#create-a-github-app-from-a-manifest
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import httpx
import msgspec

from connectors.contract import Unavailable
from connectors.github.inspection_answers import Owner
from connectors.github.refusals import refusal
from connectors.github.transport import HEADERS, TIMEOUTS, decoded

if TYPE_CHECKING:
    from connectors.ways import Way

LONGEST_TOLD: Final = 200


class NewApp(msgspec.Struct):
    """An App as it is told once and never again; ``webhook_secret`` is ``None`` where it has no webhook."""

    id: int
    pem: str
    webhook_secret: str | None = None
    slug: str = ""
    html_url: str = ""
    owner: Owner = msgspec.field(default_factory=Owner)

    def __repr__(self) -> str:
        """Without its secrets."""
        return f"NewApp({self.id}, {self.slug!r})"


async def exchanged(api_url: str, code: str, way: Way) -> NewApp:
    """The App of a code. Sent once: after no answer nobody knows whether the code is used up.

    Raises ``Unavailable``, and ``Denied`` for a code that is used up, too old or none.
    """
    path = f"/app-manifests/{quote(code, safe='')}/conversions"
    async with way.client(TIMEOUTS) as http:
        try:
            answer = await http.post(f"{api_url.rstrip('/')}{path}", headers=HEADERS)
        except httpx.HTTPError as error:
            raise Unavailable(f"no answer from GitHub: {type(error).__name__}", outcome_unknown=True) from error
    if not answer.is_success:
        raise refusal(answer.status_code, answer.headers, answer.text[:LONGEST_TOLD], time.time(), wrote=True)
    return decoded(answer, NewApp)
