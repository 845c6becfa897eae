"""Whether people can sign in: their provider is reached, is the one that is configured, and signs by its own key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from service.access.local_paths import SIGN_IN
from service.access.openid import ALGORITHMS, DISCOVERY, OpenId, issuer_of
from service.access.people import OPENID
from service.access.providers import is_away, troubles
from service.doctor.lines import Check, ok, wrong
from service.printable import printable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from service.doctor.lines import Line
    from service.doctor.patient import Patient
    from service.settings.access import OpenIdTable

NEEDED: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
LONGEST: Final = 200
WHERE: Final = (
    f"issuer under [access.openid] is the address beneath which the provider has {DISCOVERY}, such as "
    "https://HOST/realms/NAME of Keycloak or https://login.microsoftonline.com/TENANT/v2.0 of Entra ID"
)
NETWORK: Final = f"see the network between here and there, its certificate (SSL_CERT_FILE), and {WHERE}"


def checks(patient: Patient) -> Iterator[Check]:
    """One, where people sign in so."""
    if (table := patient.settings.access.openid) is not None:
        yield Check("sign_in", OPENID, partial(_look, patient, table))


async def _look(patient: Patient, table: OpenIdTable) -> AsyncIterator[Line]:
    """Asks as a sign-in does."""
    try:
        told = await OpenId(table).described()
    except troubles() as trouble:
        yield _not_told(table, trouble)
        return
    lines = list(_amiss(table, told))
    for line in lines:
        yield line
    if not lines:
        back = f"{patient.settings.server.public_url}{SIGN_IN}/{OPENID}/callback"
        yield ok(f"{table.issuer} is reached and is the issuer; it is to let {table.client_id} lead back to {back}")


def _not_told(table: OpenIdTable, trouble: Exception) -> Line:
    status = getattr(getattr(trouble, "response", None), "status_code", None)
    if status is not None:
        return wrong(f"there is no provider: {table.issuer}{DISCOVERY} answers {status}", WHERE)
    if is_away(trouble):
        return wrong(f"{table.issuer} does not answer: {type(trouble).__name__}", NETWORK)
    return wrong(f"{table.issuer}{DISCOVERY} tells of no provider", WHERE)


def _amiss(table: OpenIdTable, told: Mapping[str, Any]) -> Iterator[Line]:
    if (issuer := issuer_of(told)) != table.issuer:
        named = printable(issuer, LONGEST) or "nobody"
        yield wrong(f"the provider says that it is {named}", f'write issuer = "{named}" under [access.openid] if it is')
    if missing := [name for name in NEEDED if not told.get(name)]:
        yield wrong(f"the provider does not tell its {', '.join(missing)}", WHERE)
    signs = told.get("id_token_signing_alg_values_supported", ("RS256",))
    if not any(one in ALGORITHMS for one in signs):
        fix = f"have the provider sign the identity tokens of {table.client_id} by RS256"
        yield wrong(f"it signs by {printable(', '.join(map(str, signs)), LONGEST)}, and so by no key of its own", fix)
