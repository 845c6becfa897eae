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
    from collections.abc import Mapping, Sequence

    from connectors.simulator.github.model import Account
    from connectors.simulator.github.world import World

TOKEN_LIFE: Final = timedelta(hours=1)
CODE_LIFE: Final = timedelta(hours=1)
"""How long the code of an App that was made from a manifest is good."""
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
    single_files: tuple[str, ...] = ()
    """The paths of its permission for single files, which somebody wrote on the App's page."""


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
    owner: Account | None = None
    """Who made it; without anybody it is its own bot's."""
    name: str = ""
    url: str = ""

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
        self._codes: dict[str, tuple[App, str, datetime]] = {}

    def add(
        self,
        slug: str,
        permissions: Mapping[str, str] = PERMISSIONS,
        events: Sequence[str] = SUBSCRIBED,
        owner: Account | None = None,
    ) -> App:
        """A new App with a key of its own."""
        number = 100_000 + len(self._apps)
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
        bot = self._world.account(f"{slug}[bot]", "Bot", number)
        app = self._apps[number] = App(number, slug, bot, pem, key.public_key(), owner=owner)
        app.permissions, app.events = dict(permissions), list(events)
        return app

    def account(self, login: str, kind: str) -> Account | None:
        """Somebody who may make one: a person, who is there once asked for, or an organisation."""
        found = self._world.accounts.get(login.lower())
        if found is None and kind == "User":
            found = self._world.account(login)
        return found if found is not None and found.kind == kind else None

    def named(self, slug: str) -> App | None:
        """The App whose page is at that name."""
        return next((one for one in self._apps.values() if one.slug == slug), None)

    def new_code(self, app: App, webhook_secret: str) -> str:
        """What an App that was made from a manifest is asked for with, once, within an hour."""
        code = secrets.token_hex(20)
        self._codes[code] = app, webhook_secret, self._world.now() + CODE_LIFE
        return code

    def converted(self, code: str) -> tuple[App, str]:
        """The App of a code, and the secret of its webhook, '' for none. Raises 404 the second time, and later."""
        app, secret, until = self._codes.pop(code, (None, "", self._world.now()))
        if app is None or self._world.now() >= until:
            raise Refused(404, "Not Found")
        return app, secret

    def install(self, app: App, owner: Account) -> Installation:
        """Installs an App on all repositories of an organisation."""
        granted, told = dict(app.permissions), list(app.events)
        made = Installation(next(self._numbers), app, owner, self._world.now(), permissions=granted, events=told)
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
