"""An OpenID provider that tells what a test wants it to, true or not. Its keys are real."""

import base64
import json
import time
from dataclasses import dataclass, field
from functools import cache

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

CLIENT, SECRET = "detour", "s3cret-of-the-client-that-both-have"


@cache
def first_key():
    """The key by which all of them sign at first: to draw one takes longer than most tests."""
    return RSAKey.generate_key(2048, {"kid": "first"})


@dataclass
class MadeUpProvider:
    """``claims`` go over those of an honest token, ``None`` for one that is missing."""

    issuer: str = ""
    claims: dict = field(default_factory=dict)
    metadata: dict = field(default_factory=dict)
    told: dict = field(default_factory=dict)
    signing: str = "RS256"
    nonce: str = ""
    posted: list = field(default_factory=list)
    key: RSAKey = field(default_factory=first_key)
    shown: RSAKey | None = None

    def app(self):
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.discovery),
                Route("/keys", self.keys),
                Route("/token", self.token, methods=["POST"]),
                Route("/userinfo", self.userinfo),
            ]
        )

    async def discovery(self, _request):
        here = {name: f"{self.issuer}/{path}" for name, path in PLACES.items()}
        algorithms = ["RS256", "HS256", "none"]
        told = {"issuer": self.issuer, **here, "id_token_signing_alg_values_supported": algorithms, **self.metadata}
        return JSONResponse({name: value for name, value in told.items() if value is not None})

    async def keys(self, _request):
        return JSONResponse({"keys": [(self.shown or self.key).as_dict(private=False)]})

    async def token(self, request):
        self.posted.append((request.headers.get("authorization", ""), (await request.body()).decode()))
        now = int(time.time())
        honest = {"iss": self.issuer, "aud": CLIENT, "sub": "ada", "iat": now, "exp": now + 60, "nonce": self.nonce}
        claims = {name: value for name, value in (honest | self.claims).items() if value is not None}
        answer = {"access_token": "a-token", "token_type": "Bearer", "expires_in": 60}
        return JSONResponse(answer if self.signing == "nothing" else {**answer, "id_token": self._signed(claims)})

    async def userinfo(self, _request):
        return JSONResponse({"sub": "ada", **self.told})

    def _signed(self, claims):
        if self.signing == "none":
            parts = (base64.urlsafe_b64encode(json.dumps(one).encode()) for one in ({"alg": "none"}, claims))
            return b".".join(part.rstrip(b"=") for part in parts).decode() + "."
        if self.signing == "HS256":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)


PLACES = {
    "authorization_endpoint": "authorize",
    "token_endpoint": "token",
    "jwks_uri": "keys",
    "userinfo_endpoint": "userinfo",
}
