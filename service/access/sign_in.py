"""Signing in: ``/sign-in`` and, below it, each way there and back. Signing out: ``/sign-out``."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import structlog
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from service.access.callers import Callers, address_of, too_often
from service.access.cookies import SIGN_IN_SECONDS, UNDER_WAY, Seal
from service.access.forms import form_of, require_same_origin
from service.access.github import GitHub
from service.access.local_paths import SIGN_IN, local_path
from service.access.openid import OpenId
from service.access.pace import Pace
from service.access.people import GITHUB, OPENID, TOKEN
from service.access.providers import is_away, troubles
from service.access.sessions import LEAVE, SIGN_OUT, Sessions
from service.access.turned_away import TurnedAwayError, page_of
from service.access.ways import TITLE, SignInNeededError, Ways
from service.pages.rendering import render
from service.printable import printable
from service.settings.renewal import Renewed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from service.access.providers import Provider
    from service.settings import Settings

LOG = structlog.get_logger()
FAILED: Final = "Signing in did not work"
LOGGED: Final = "If it goes on, whoever runs Detour finds the reason in its log, as"
LONGEST_REASON: Final = 200


def providers_of(settings: Settings) -> Mapping[str, Provider]:
    """Each by its name in addresses."""
    access = settings.access
    found: dict[str, Provider] = {}
    if access.openid is not None:
        found[OPENID] = OpenId(access.openid)
    if access.github is not None:
        found[GITHUB] = GitHub(access.github)
    return found


@dataclass(frozen=True)
class SignIn:
    """All ways in. ``begun`` counts who was led elsewhere, by address: a whole office may begin its day at once."""

    callers: Callers
    begun: Pace = field(default_factory=lambda: Pace(most=120, seconds=1.0))

    @property
    def providers(self) -> Mapping[str, Provider]:
        """Where people are known."""
        return self._providers()

    @cached_property
    def _providers(self) -> Renewed[Mapping[str, Provider]]:
        return Renewed(self.callers.settings, providers_of)

    def routes(self) -> list[Route]:
        """What is asked for before anybody is known, and the way out."""
        return [
            Route(SIGN_IN, self.page, methods=["GET"]),
            Route(f"{SIGN_IN}/{TOKEN}", self.by_token, methods=["POST"]),
            Route(f"{SIGN_IN}/{{way}}", self.begin, methods=["GET"]),
            Route(f"{SIGN_IN}/{{way}}/callback", self.finish, methods=["GET"]),
            Route(f"{SIGN_IN}/{{way}}/{LEAVE}", self.leave, methods=["GET"]),
            Route(SIGN_OUT, self._sessions.end, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """The ways to sign in."""
        ways = self._ways(request.query_params.get("next", ""))
        if not self.callers.settings.access.is_open:
            return RedirectResponse(ways.back, 303)
        return page_of(SignInNeededError(ways, TITLE, "Your role here follows from who you are there.", status=200))

    async def begin(self, request: Request) -> Response:
        """Leads somebody to where they are known, and has their browser keep what must be the same afterwards."""
        provider, address, now = self._provider(request), address_of(request), time.time()
        if wait := self.begun.wait(address, now):
            raise too_often(wait)
        self.begun.count(address, now)
        kept: dict[str, object] = {}
        request.scope["session"] = kept  # where Authlib remembers state, nonce and verifier
        way, back = request.path_params["way"], local_path(request.query_params.get("next", ""))
        try:
            leading = await provider.begin(
                request, f"{self.callers.settings.server.public_url}{SIGN_IN}/{way}/callback"
            )
        except troubles() as error:
            raise self._failed(way, back, error) from error
        self.callers.cookies.write(leading, UNDER_WAY, (await self._seal()).closed([kept, back]), SIGN_IN_SECONDS)
        return leading

    async def finish(self, request: Request) -> Response:
        """Somebody came back from there."""
        provider, address, cookies = self._provider(request), address_of(request), self.callers.cookies
        self.callers.pass_by(address, time.time())
        kept = (await self._seal()).opened(cookies.read(request, UNDER_WAY)) or [{}, ""]
        way, back = request.path_params["way"], local_path(kept[1])
        request.scope["session"] = kept[0]  # Authlib finds in it what is of this way alone
        try:
            person = await provider.person(request)
        except troubles() as error:
            self.callers.failures.count(address, time.time())
            raise self._failed(way, back, error) from error
        leading = await self._sessions.begin(request, person, back)
        cookies.drop(leading, UNDER_WAY)
        return leading

    async def leave(self, request: Request) -> Response:
        """Somebody has signed out here, and is led to where they are known, to sign out there, too.

        By a page, and not by a redirect: that would be one of the form that signs out, and those lead nowhere else.
        """
        provider = self._provider(request)
        try:
            out = await provider.way_out()
        except troubles() as error:
            LOG.warning("sign_out_elsewhere_failed", way=request.path_params["way"], error=type(error).__name__)
            out = ""
        if not out:
            return RedirectResponse(SIGN_IN, 303)
        [name] = [one.name for one in self._ways("").links if one.way == request.path_params["way"]]
        return HTMLResponse(render("signed_out.html", {"frame": None, "out": out, "name": name, "back": SIGN_IN}))

    async def by_token(self, request: Request) -> Response:
        """Somebody shows the bearer token of the configuration."""
        address, now = address_of(request), time.time()
        require_same_origin(request, self.callers.settings.server.public_url)
        self.callers.pass_by(address, now)
        fields = await form_of(request)
        holder = self.callers.people.holder()
        if holder is None or not self.callers.is_bearer_token(fields.get("token", "").strip()):
            self.callers.failures.count(address, now)
            LOG.warning("token_refused", address=address, token="")
            ways = self._ways(fields.get("next", ""))
            raise SignInNeededError(ways, "This is not the token", "It is where access.bearer_token of detour.toml is.")
        return await self._sessions.begin(request, holder, fields.get("next", ""))

    @cached_property
    def _sessions(self) -> Sessions:
        return Sessions(self.callers)

    async def _seal(self) -> Seal:
        return Seal(await asyncio.to_thread(lambda: self.callers.key))

    def _ways(self, back: str) -> Ways:
        return Ways(self.callers.settings.access, local_path(back))

    def _provider(self, request: Request) -> Provider:
        provider = self.providers.get(request.path_params["way"])
        if provider is None:
            raise TurnedAwayError(404, "There is no such way to sign in", f"{SIGN_IN} leads to those that there are.")
        return provider

    def _failed(self, way: str, back: str, error: Exception) -> TurnedAwayError:
        """What people are told. Not the reason: anybody can send them here with words of their own in the address."""
        why = printable(f"{type(error).__name__}: {error}", LONGEST_REASON)
        LOG.warning("sign_in_failed", way=way, reason=why)
        if getattr(error, "error", "") == "access_denied":
            advice, status = "You declined there, or are not allowed to use Detour. Try again, or ask who runs it.", 403
        elif is_away(error):
            advice, status = "The provider cannot be asked now. Try again in a moment.", 502
        else:
            advice, status = "It took too long, or began in another window. Try again from here.", 403
        return SignInNeededError(self._ways(back), FAILED, advice, f"{LOGGED} sign_in_failed.", status=status)
