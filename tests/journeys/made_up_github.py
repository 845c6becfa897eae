"""A small GitHub that people sign in with: its OAuth pages and the three documents that tell who somebody is.

https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

CLIENT, SECRET = "Iv1.detour", "s3cret-of-the-oauth-app"


@dataclass
class MadeUpGitHub:
    """``browsing`` is who sits at the browser; ``teams`` are ``acme/sre``, by login."""

    browsing: str = "Ada"
    declines: bool = False
    broken: bool = False
    teams: dict = field(default_factory=dict)
    tokens: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)
    _codes: dict = field(default_factory=dict)

    def app(self):
        return Starlette(
            routes=[
                Route("/login/oauth/authorize", self.authorize),
                Route("/login/oauth/access_token", self.access_token, methods=["POST"]),
                Route("/api/v3/user", self.user),
                Route("/api/v3/user/orgs", self.organizations),
                Route("/api/v3/user/teams", self.of_teams),
            ]
        )

    async def authorize(self, request):
        asked = request.query_params
        self.asked.append(dict(asked))
        assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (CLIENT, "code", "S256")
        if self.declines:
            told = {"error": "access_denied", "error_description": "<b>declined</b>", "state": asked["state"]}
            return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(told)}")
        code = secrets.token_urlsafe()
        self._codes[code] = (self.browsing, asked["code_challenge"], asked["redirect_uri"])
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    async def access_token(self, request):
        given = dict(parse_qsl((await request.body()).decode()))
        login, challenge, back = self._codes.pop(given.get("code"), ("", "", ""))
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        proven = base64.urlsafe_b64encode(digest).decode().rstrip("=") == challenge
        known = (given.get("client_id"), given.get("client_secret")) == (CLIENT, SECRET)
        if not (login and proven and known and given.get("redirect_uri") == back):
            return JSONResponse({"error": "bad_verification_code", "error_description": "The code is not good."})
        token = f"gho_{secrets.token_urlsafe()}"
        self.tokens[token] = login
        return JSONResponse({"access_token": token, "token_type": "bearer", "scope": "read:org"})

    async def user(self, request):
        if self.broken:
            return JSONResponse({"message": "Server Error"}, 502)
        login = self._login(request)
        return JSONResponse({"login": login, "id": 7, "name": f"{login} Lovelace"})

    async def organizations(self, request):
        return self._page(request, [{"login": team.partition("/")[0]} for team in self._teams(request)])

    async def of_teams(self, request):
        pairs = [team.split("/") for team in self._teams(request)]
        return self._page(request, [{"slug": slug, "organization": {"login": login}} for login, slug in pairs])

    def _teams(self, request):
        return self.teams.get(self._login(request).casefold(), [])

    def _login(self, request):
        return self.tokens[request.headers["authorization"].removeprefix("Bearer ")]

    def _page(self, request, documents):
        page, size = int(request.query_params["page"]), int(request.query_params["per_page"])
        more = {"link": f'<{request.url.path}?page={page + 1}>; rel="next"'} if len(documents) > page * size else {}
        return JSONResponse(documents[(page - 1) * size : page * size], headers=more)
