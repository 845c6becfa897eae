"""Webhooks and what they sent, as GitHub's REST API tells them: only the fields that Detour reads.

https://docs.github.com/en/rest/apps/webhooks , https://docs.github.com/en/rest/orgs/webhooks
"""

from __future__ import annotations

from datetime import datetime

import httpx
import msgspec


class Config(msgspec.Struct):
    """Where a webhook sends."""

    url: str = ""


class OrganizationHook(msgspec.Struct):
    """One webhook of an organisation."""

    id: int
    active: bool = True
    config: Config = msgspec.field(default_factory=Config)

    def sends_to(self, address: str) -> bool:
        """Whether it sends to an address, however that is spelled."""
        try:
            return self.active and _plain(self.config.url) == _plain(address)
        except httpx.InvalidURL:
            return False

    def leads_to(self, address: str) -> bool:
        """Whether it would send to an address if it were active."""
        return msgspec.structs.replace(self, active=True).sends_to(address)


class Attempt(msgspec.Struct):
    """One attempt to deliver. ``status`` is a text; a time-out has one, and no ``status_code`` that means a failure."""

    id: int
    guid: str
    delivered_at: datetime
    status: str = ""
    status_code: int = 0
    event: str = ""
    action: str | None = None

    @property
    def arrived(self) -> bool:
        """Whether the receiver said that it has it."""
        return self.status == "OK" or 200 <= self.status_code < 300  # noqa: PLR2004  # 2xx


def _plain(address: str) -> httpx.URL:
    """Host and scheme in lower case, without the default port or a slash at the end."""
    url = httpx.URL(address)
    return url.copy_with(path=url.path.rstrip("/"))
