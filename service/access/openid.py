"""Signing in with a provider of OpenID Connect: https://openid.net/specs/openid-connect-core-1_0.html."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from service.access.people import OPENID
from service.access.providers import UnknownPersonError, application, text_of
from service.settings.access import is_safe
from service.settings.grants import grant
from service.store.access_sessions import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from service.settings.access import OpenIdTable

DISCOVERY: Final = "/.well-known/openid-configuration"
ALGORITHMS: Final = (
    *(f"{kind}{bits}" for kind in ("RS", "ES", "PS") for bits in (256, 384, 512)),
    "EdDSA",
    "Ed25519",
)
"""Signatures of which the provider alone has the key: neither none at all, nor one by the secret that we have, too."""
MOST_GROUPS: Final = 2_000


def issuer_of(metadata: Mapping[str, Any]) -> str:
    """Whom a provider says that it is, as it is configured: without a slash at the end. Pure."""
    return str(metadata.get("issuer", "")).rstrip("/")


@dataclass(frozen=True)
class OpenId:
    """One provider, as it is configured."""

    table: OpenIdTable

    @cached_property
    def _app(self) -> Any:  # noqa: ANN401  # Authlib has no types
        table = self.table
        return application(
            OPENID,
            table.issuer,
            client_id=table.client_id,
            client_secret=table.client_secret.get_secret_value(),
            server_metadata_url=f"{table.issuer}{DISCOVERY}",
            client_kwargs={"scope": " ".join(table.scopes)},
        )

    @cached_property
    def _lock(self) -> asyncio.Lock:
        return asyncio.Lock()

    async def begin(self, request: Request, back: str) -> Response:
        """Leads somebody to the provider, with state, nonce and PKCE."""
        await self._discovered()
        answer: Response = await self._app.authorize_redirect(request, back)
        return answer

    async def person(self, request: Request) -> Person:
        """Who came back, by an identity token that the provider signed for us and for this very sign-in."""
        metadata = await self._discovered()
        wanted = {
            "iss": {"essential": True, "value": metadata["issuer"]},
            "aud": {"essential": True, "value": self.table.client_id},
        }
        token = await self._app.authorize_access_token(request, claims_options=wanted)
        claims = token.get("userinfo")
        if not claims:
            raise UnknownPersonError("the provider sent no identity token")
        return self._told(await self._more(claims, token, metadata))

    async def way_out(self) -> str:
        """Where the provider ends its own session, if it says that it does.

        It is told no identity token, for none is kept, and no address to come back to, for it would refuse one that it
        was not told before: it asks whoever comes, and says itself that they are signed out.
        https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout
        """
        told = (await self._discovered()).get("end_session_endpoint")
        if not isinstance(told, str) or not is_safe(told):
            return ""
        from authlib.common.urls import add_params_to_uri  # noqa: PLC0415  # see providers.troubles

        address: str = add_params_to_uri(told, {"client_id": self.table.client_id})
        return address

    async def described(self) -> dict[str, Any]:
        """What the provider says of itself, asked for once, true or not. Raises one of ``troubles``."""
        async with self._lock:
            metadata: dict[str, Any] = await self._app.load_server_metadata()
        return metadata

    async def _discovered(self) -> Mapping[str, Any]:
        """The same of the provider that is configured.

        https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation
        """
        metadata = await self.described()
        if issuer_of(metadata) != self.table.issuer:
            del metadata["_loaded_at"]
            raise UnknownPersonError("the provider says that it is another one than access.openid.issuer")
        told = metadata.get("id_token_signing_alg_values_supported", ("RS256",))
        metadata["id_token_signing_alg_values_supported"] = [one for one in told if one in ALGORITHMS]
        methods = metadata.get("token_endpoint_auth_methods_supported", ("client_secret_basic",))
        if "client_secret_basic" not in methods and "client_secret_post" in methods:
            self._app.client_kwargs["token_endpoint_auth_method"] = "client_secret_post"  # noqa: S105  # the name of a method
        return metadata

    async def _more(
        self, claims: Mapping[str, Any], token: Mapping[str, Any], metadata: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """The claims with those that are told only when they are asked for, of the same person."""
        if "userinfo_endpoint" not in metadata or (self._groups(claims) and "email" in claims):
            return claims
        more: Mapping[str, Any] = await self._app.userinfo(token=token)
        if more.get("sub") != claims["sub"]:
            raise UnknownPersonError("the provider told of somebody else than it had signed in")
        return {**more, **claims}

    def _told(self, claims: Mapping[str, Any]) -> Person:
        subject = text_of(claims.get("sub"))
        if not subject:
            raise UnknownPersonError("the provider told of nobody")
        groups = {grant("group", one) for one in self._groups(claims)} | {grant("person", subject)}
        mail = text_of(claims.get("email"))
        if "@" in mail and claims.get("email_verified") is True:
            groups.add(grant("person", mail))
        names = (text_of(claims.get(claim)) for claim in ("name", "preferred_username", "email"))
        return Person(OPENID, f"openid:{subject}", next(filter(None, names), subject), frozenset(groups))

    def _groups(self, claims: Mapping[str, Any]) -> list[str]:
        """The groups of a claim, which may lie deeper: ``realm_access.roles``."""
        found: object = claims.get(self.table.groups_claim)
        if found is None:
            found = claims
            for step in self.table.groups_claim.split("."):
                found = found.get(step) if isinstance(found, dict) else None
        several = found if isinstance(found, list) else [found]
        return list(filter(None, map(text_of, several[:MOST_GROUPS])))
