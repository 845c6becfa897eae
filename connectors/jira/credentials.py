"""The way in to a Jira: an API token with its account's address on Cloud, a personal access token on Data Center.

https://developer.atlassian.com/cloud/jira/platform/basic-auth-for-rest-apis/ ,
https://confluence.atlassian.com/enterprise/using-personal-access-tokens-1026032365.html
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from connectors.ways import Way

if TYPE_CHECKING:
    from collections.abc import Callable


class Credentials(Protocol):
    """How requests are signed, and which way they go."""

    @property
    def header(self) -> str:
        """The ``Authorization`` header of a request that is sent now."""

    @property
    def way(self) -> Way:
        """How the site is reached."""


@dataclass(frozen=True, slots=True)
class JiraCredentials:
    """What each request carries. Without an ``email`` the token alone is the way in."""

    token: str = field(repr=False)
    email: str = field(default="", repr=False)
    way: Way = field(default_factory=Way)

    @property
    def header(self) -> str:
        """The ``Authorization`` header."""
        if not self.email:
            return f"Bearer {self.token}"
        return f"Basic {b64encode(f'{self.email}:{self.token}'.encode()).decode()}"


@dataclass(frozen=True, slots=True)
class RenewedCredentials:
    """Those that ``present`` gives, each time that a request is signed. All of them lead the same way."""

    present: Callable[[], Credentials]

    @property
    def header(self) -> str:
        """The ``Authorization`` header of a request that is sent now."""
        return self.present().header

    @property
    def way(self) -> Way:
        """How the site is reached."""
        return self.present().way
