"""What GitHub tells of our way in, of webhooks and of limits: only the fields that are looked at.

https://docs.github.com/en/rest/apps/apps , https://docs.github.com/en/rest/rate-limit/rate-limit
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import msgspec

from connectors.github.hook_answers import Config, OrganizationHook

if TYPE_CHECKING:
    from collections.abc import Mapping

EXPIRATION: Final = "github-authentication-token-expiration"
"""https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/token-expiration-and-revocation"""
SCOPES: Final = "x-oauth-scopes"
"""Of classic tokens alone: https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps ."""
FORMATS: Final = ("%Y-%m-%d %H:%M:%S %Z", "%Y-%m-%d %H:%M:%S %z")
"""Both are met, UTC by name and an offset: https://github.com/google/go-github/issues/2649 ."""


class Owner(msgspec.Struct):
    """An account. ``type`` is User, Organization or Bot."""

    login: str = ""
    type: str = ""


class Account(msgspec.Struct):
    """Whose token it is. ``scopes`` is ``None`` where a token has permissions instead; ``expires`` if it never does."""

    login: str
    scopes: frozenset[str] | None = None
    expires: datetime | None = None


class App(msgspec.Struct):
    """An App, and what it asks its owners for."""

    slug: str = ""
    html_url: str = ""
    permissions: dict[str, str] = {}
    events: list[str] = []


class Installation(msgspec.Struct):
    """An App in one organisation, and what its owners have granted."""

    account: Owner
    permissions: dict[str, str] = {}
    events: list[str] = []
    suspended_at: datetime | None = None


class Repository(msgspec.Struct):
    """A repository, and what we may do in it: ``permissions`` is left out for an App."""

    full_name: str
    archived: bool = False
    private: bool = False
    has_issues: bool = True
    permissions: dict[str, bool] = {}


class Limit(msgspec.Struct):
    """What is left of an hour. ``reset`` is in seconds since 1970."""

    limit: int
    remaining: int
    reset: float


class Limits(msgspec.Struct):
    """Limits by the kind of request: ``core`` is REST."""

    resources: dict[str, Limit] = {}


class HookConfig(Config):
    """Where a webhook sends, and how. A ``secret`` is there, as stars, if it signs."""

    content_type: str = ""
    insecure_ssl: str | int = "0"
    secret: str = ""


class Hook(OrganizationHook):
    """One webhook of an organisation, or an App's, with all that is told of it."""

    events: list[str] = msgspec.field(default_factory=list)
    config: HookConfig = msgspec.field(default_factory=HookConfig)


def expiration(headers: Mapping[str, str]) -> datetime | None:
    """When the token expires that a request was sent with; ``None`` if nothing is told."""
    told = headers.get(EXPIRATION, "")
    for form in FORMATS:
        try:
            found = datetime.strptime(told, form)  # noqa: DTZ007  # the one form names UTC, the other its offset
        except ValueError:
            continue
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found
    return None


def scopes(headers: Mapping[str, str]) -> frozenset[str] | None:
    """The scopes of a classic token; ``None`` where the header is missing, which is of another kind then."""
    told = headers.get(SCOPES)
    return None if told is None else frozenset(one.strip() for one in told.split(",") if one.strip())
