"""Finds out who asks: a program by its token, a person by their session; without any sign-in this machine alone."""

from __future__ import annotations

import hmac
from base64 import b64decode
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.access.cookies import SESSION, Cookies
from service.access.forms import token_for
from service.access.loopback import comes_from_here, is_local
from service.access.pace import Pace
from service.access.people import BEARER, People
from service.access.turned_away import TurnedAwayError
from service.access.viewer import Role, Viewer
from service.store import access_sessions, access_tokens
from service.store.access_tokens import Scope
from service.store.connection import reading, reason
from service.store.kept_settings import access_key

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from starlette.requests import HTTPConnection

    from service.settings import Settings
    from service.store.access_tokens import Token

LOG = structlog.get_logger()
MACHINE: Final = "machine"
"""The identity of whoever asks on this machine while there is no sign-in."""
ROLES: Final = {Scope.READ: Role.VIEWER, Scope.ACT: Role.OPERATOR, Scope.ADMIN: Role.ADMIN}
CHALLENGE: Final = 'Bearer realm="detour"'
EXAMPLE: Final = """[server]
public_url = "https://detour.acme.example"

[access.openid]
issuer = "https://login.acme.example"
client_id = "detour"
client_secret_file = "/run/secrets/openid"

[access.roles]
viewer = ["group:engineering"]
admin = ["person:ada@acme.example"]"""


@dataclass(frozen=True)
class Callers:
    """All who may ask. ``failures`` are tokens that opened nothing, by address."""

    engine: Engine
    settings: Settings
    failures: Pace = field(default_factory=lambda: Pace(most=10, seconds=30.0))

    @cached_property
    def key(self) -> bytes:
        """The store's key for what browsers keep, asked for once."""
        with self.engine.begin() as connection:
            return access_key(connection)

    @cached_property
    def cookies(self) -> Cookies:
        """The cookies as they are set here."""
        return Cookies.at(self.settings.server.public_url)

    @cached_property
    def people(self) -> People:
        """Who can sign in."""
        return People(self.settings)

    def asks(self, request: HTTPConnection) -> bool:
        """Whether the store is to be asked who it is: where something is shown, or once for its key."""
        is_shown = token_in(request) is not None or bool(self.cookies.read(request, SESSION))
        return is_shown or not (self.settings.access.is_open or "key" in self.__dict__)

    def viewer(self, request: HTTPConnection, now: float) -> Viewer | None:
        """Who asks; ``None`` for somebody who is to sign in.

        Raises ``TurnedAwayError``, and ``SQLAlchemyError`` where the store cannot be asked.
        """
        shown = token_in(request)
        if shown is not None:
            return self._program(shown, address_of(request), now)
        if viewer := self._person(request, now):
            return viewer
        if self.settings.access.is_open:
            return None
        if is_local(self.settings.server) and comes_from_here(request):
            return this_machine(self.key)
        raise not_here()

    def is_bearer_token(self, shown: str) -> bool:
        """Whether it is the token of the configuration."""
        token = self.settings.present.access.bearer_token
        return token is not None and hmac.compare_digest(_bytes(token.get_secret_value()), _bytes(shown))

    def pass_by(self, address: str, now: float) -> None:
        """Turns an address away that failed too often. Raises ``TurnedAwayError``."""
        if wait := self.failures.wait(address, now):
            raise too_often(wait)

    def _person(self, request: HTTPConnection, now: float) -> Viewer | None:
        shown = self.cookies.read(request, SESSION)
        if not shown:
            return None
        with reading(self.engine) as connection:
            person = access_sessions.person_of(connection, shown, now)
        return None if person is None else self.people.viewer(person, token_for(shown))

    def _program(self, shown: str, address: str, now: float) -> Viewer:
        self.pass_by(address, now)
        if self.is_bearer_token(shown):
            return Viewer(BEARER, "the bearer token", self.settings.access.token_role)
        with reading(self.engine) as connection:
            token = access_tokens.token_of(connection, shown)
        if token is None or not token.is_good(now):
            self.failures.count(address, now)
            LOG.warning("token_refused", address=address, token="" if token is None else token.name)
            raise _opens_nothing(token)
        self._use(token, now)
        identity = f"token:{token.name}"
        return Viewer(identity, token.name, ROLES[token.scope], frozenset({identity}))

    def _use(self, token: Token, now: float) -> None:
        """Keeps that it was used, which is not worth to fail for."""
        if access_tokens.is_used_lately(token, now):
            return
        try:
            with self.engine.begin() as connection:
                access_tokens.used(connection, token, now)
        except SQLAlchemyError as error:
            LOG.warning("token_use_not_kept", token=token.name, reason=reason(error))


def token_in(request: HTTPConnection) -> str | None:
    """What a program shows; calendars can only be given it as the password of an address."""
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return value.strip()
    if kind.lower() == "basic":
        try:
            return b64decode(value, validate=True).decode().partition(":")[2]
        except ValueError:
            return ""
    return None


def address_of(request: HTTPConnection) -> str:
    """Where a request comes from, as the server tells, which knows what proxies to believe."""
    return "" if request.client is None else request.client.host


def too_often(wait: int) -> TurnedAwayError:
    """The answer to whoever tries again and again."""
    title = "That was tried too often"
    return TurnedAwayError(429, title, f"Try again in {wait} seconds.", headers={"Retry-After": str(wait)})


def _opens_nothing(token: Token | None) -> TurnedAwayError:
    why = "is not known here" if token is None else "was revoked" if token.revoked is not None else "has expired"
    return TurnedAwayError(
        401,
        f"The token {why}",
        "'detour token list' tells which there are, 'detour token create' makes another one.",
        headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'},
    )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def this_machine(key: bytes) -> Viewer:
    """Whoever asks on this machine while there is no sign-in."""
    return Viewer(MACHINE, "this machine", Role.ADMIN, form_token=token_for(key))


def not_here() -> TurnedAwayError:
    """Made when it is raised: one that is raised again and again would keep the frames of every time."""
    return TurnedAwayError(
        403,
        "Nobody can sign in here yet",
        "Until somebody can, pages and API answer on this machine alone: asked there, by the name localhost, with no "
        "proxy in between.",
        "To open them to others, say in detour.toml who they are: add the table [access.openid] with issuer, client_id "
        "and client_secret_file, or [access.github] with client_id and client_secret_file; and beside it "
        '[access.roles] with for example viewer = ["group:engineering"].',
        "For programs, or for the time being, add [access] with bearer_token_file = and the name of a file with a "
        "secret.",
        'To keep them to this machine, set [server] host = "127.0.0.1" and leave public_url out.',
        example=EXAMPLE,
    )
