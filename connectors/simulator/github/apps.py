"""GitHub Apps: what signs as one, and the tokens of an hour that its installations get.

https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app
"""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from connectors.simulator.github.access import Caller, Refused
from connectors.simulator.github.happenings import Happening

if TYPE_CHECKING:
    from connectors.simulator.github.model import Account
    from connectors.simulator.github.world import World

TOKEN_LIFE: Final = timedelta(hours=1)
LONGEST_JWT: Final = 600
"""Seconds that a signature of an App may last."""
SLACK: Final = 60
PERMISSIONS: Final = {"issues": "write", "metadata": "read"}
SUBSCRIBED: Final = ("issues", "issue_comment", "issue_dependencies", "sub_issues")


@dataclass(slots=True, eq=False)
class Installation:
    """An App in one organisation, with what its owners have granted."""

    id: int
    app: App
    owner: Account
    created_at: datetime
    suspended_at: datetime | None = None
    permissions: dict[str, str] = field(default_factory=lambda: dict(PERMISSIONS))
    events: list[str] = field(default_factory=lambda: list(SUBSCRIBED))


@dataclass(slots=True, eq=False)
class App:
    """A GitHub App: its number, its bot, the key that it signs with, and what it asks owners for."""

    id: int
    slug: str
    bot: Account
    private_key: str = field(repr=False)
    public_key: rsa.RSAPublicKey = field(repr=False)
    installations: dict[str, Installation] = field(default_factory=dict)
    permissions: dict[str, str] = field(default_factory=lambda: dict(PERMISSIONS))
    events: list[str] = field(default_factory=lambda: list(SUBSCRIBED))

    def installation(self, owner: Account) -> Installation | None:
        """Its installation in an organisation."""
        return self.installations.get(owner.login.lower())


class Apps:
    """All Apps, and the tokens that are good now."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._apps: dict[int, App] = {}
        self._numbers = itertools.count(50_000_001)
        self._tokens: dict[str, tuple[Installation, datetime]] = {}

    def add(self, slug: str) -> App:
        """A new App with a key of its own."""
        number = 100_000 + len(self._apps)
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
        bot = self._world.account(f"{slug}[bot]", "Bot", number)
        app = self._apps[number] = App(number, slug, bot, pem, key.public_key())
        return app

    def install(self, app: App, owner: Account) -> Installation:
        """Installs an App on all repositories of an organisation."""
        made = Installation(next(self._numbers), app, owner, self._world.now())
        app.installations[owner.login.lower()] = made
        self._tell("created", made)
        return made

    def remove(self, installation: Installation) -> None:
        """Takes an App out of an organisation; its tokens are good for nothing."""
        installation.app.installations.pop(installation.owner.login.lower())
        self._tokens = {token: kept for token, kept in self._tokens.items() if kept[0] is not installation}
        self._tell("deleted", installation)

    def _tell(self, action: str, one: Installation) -> None:
        """Only the App itself hears of it. Whoever runs the organisation did it."""
        places = [place for place in self._world.repositories.values() if place.owner is one.owner]
        about = {"installation": one, "repositories": places}
        admin = self._world.account(f"{one.owner.login}-admin")
        self._world.tell(Happening("installation", action, one.owner, None, admin, about))

    def caller(self, token: str) -> Caller | None:
        """Who asks with an installation's token, while it is good."""
        found, expires = self._tokens.get(token, (None, None))
        if found is None or expires is None or self._world.now() >= expires:
            return None
        return Caller(found.app.bot, found.owner, found, f"installation {found.id}")

    def new_token(self, installation: Installation) -> tuple[str, datetime]:
        """A token of an hour."""
        token, expires = f"ghs_{secrets.token_hex(18)}", self._world.now() + TOKEN_LIFE
        self._tokens[token] = installation, expires
        return token, expires

    def signed_by(self, token: str) -> App:
        """The App that signed a JWT, as GitHub checks it: its key, its times, ten minutes at most. Raises 401."""
        try:
            claims = jwt.decode(token, options={"verify_signature": False})
            app = self._apps[int(claims["iss"])]
            claims = jwt.decode(token, app.public_key, ["RS256"], options={"verify_exp": False, "verify_iat": False})
        except (jwt.PyJWTError, KeyError, ValueError, TypeError):
            raise Refused(401, "A JSON web token could not be decoded") from None
        _check_times(claims, int(self._world.now().timestamp()))
        return app


def _check_times(claims: dict[str, object], now: int) -> None:
    issued, expires = claims.get("iat"), claims.get("exp")
    if not isinstance(issued, (int, float)) or issued > now + SLACK:
        raise Refused(401, "'Issued at' claim ('iat') must be the time that the assertion was issued")
    if not isinstance(expires, (int, float)) or expires < now - SLACK or expires > now + LONGEST_JWT + SLACK:
        raise Refused(401, "'Expiration time' claim ('exp') is too far in the future")
