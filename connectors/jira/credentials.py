"""The way in to a Jira: an API token with its account's address on Cloud, a personal access token on Data Center.

https://developer.atlassian.com/cloud/jira/platform/basic-auth-for-rest-apis/ ,
https://confluence.atlassian.com/enterprise/using-personal-access-tokens-1026032365.html
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field

from connectors.ways import Way


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
