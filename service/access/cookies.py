"""The two cookies of Detour: who has signed in, and what a sign-in under way must find again when it comes back."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.responses import Response

SESSION: Final = "detour"
UNDER_WAY: Final = "detour-signing-in"
SIGN_IN_SECONDS: Final = 600
"""How long signing in elsewhere may take."""


@dataclass(frozen=True, slots=True)
class Cookies:
    """As they are set for a public address: for that host and no other where browsers can be held to it."""

    secure: bool

    @classmethod
    def at(cls, public_url: str | None) -> Cookies:
        """Those of a Detour at an address."""
        return cls(urlsplit(public_url or "").scheme == "https")

    def read(self, request: HTTPConnection, name: str) -> str:
        """What a browser shows, '' for nothing."""
        return request.cookies.get(self._named(name), "")

    def write(self, response: Response, name: str, value: str, seconds: float) -> None:
        """Has a browser keep something that scripts and other sites' forms do not get at.

        ``__Host-`` keeps what is beside this host from setting it:
        https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
        """
        response.set_cookie(
            self._named(name), value, max_age=int(seconds), path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    def drop(self, response: Response, name: str) -> None:
        """Has a browser forget it."""
        response.delete_cookie(self._named(name), path="/", secure=self.secure, httponly=True, samesite="lax")

    def _named(self, name: str) -> str:
        return f"__Host-{name}" if self.secure else name


@dataclass(frozen=True, slots=True)
class Seal:
    """Keeps with a browser what it can neither read nor change."""

    key: bytes

    def closed(self, value: object) -> str:
        """A value, sealed. The store's key has other uses: this one has a key of its own."""
        return self._fernet().encrypt(json.dumps(value).encode()).decode()

    def opened(self, text: str) -> Any:  # noqa: ANN401  # whatever was sealed
        """What was sealed not long ago; ``None`` for anything else."""
        try:
            return json.loads(self._fernet().decrypt(text.encode(), SIGN_IN_SECONDS))
        except (InvalidToken, UnicodeEncodeError):
            return None

    def _fernet(self) -> Fernet:
        return Fernet(urlsafe_b64encode(sha256(b"sign-in\0" + self.key).digest()))
