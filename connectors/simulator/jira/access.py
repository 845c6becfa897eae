"""Who asks, told by the header that each kind of Jira takes."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.simulator.jira.model import Account
    from connectors.simulator.jira.world import World


class Refused(Exception):  # noqa: N818  # what happened to the request
    """A request that Jira answers with an error. ``errors`` are those of single fields."""

    def __init__(self, status: int, message: str = "", errors: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.messages, self.errors = status, [message] if message else [], dict(errors or {})


def caller(world: World, headers: Mapping[str, str]) -> Account | None:
    """Cloud: an address and its API token. Data Center: a personal access token."""
    kind, _, given = headers.get("authorization", "").partition(" ")
    if world.cloud:
        if kind.lower() != "basic":
            return None
        try:
            email, _, token = b64decode(given, validate=True).decode().partition(":")
        except ValueError:
            return None
        return next((one for one in world.accounts.values() if (one.email, one.token) == (email, token)), None)
    found = (one for one in world.accounts.values() if one.token == given and not one.expired(world.now()))
    return next(found, None) if kind.lower() == "bearer" else None
