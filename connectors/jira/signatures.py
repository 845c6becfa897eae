"""Whether Jira sent a webhook request, and which one it is. Pure.

https://developer.atlassian.com/cloud/jira/platform/webhooks/#secure-admin-webhooks : ``X-Hub-Signature`` names the
method and the HMAC of the raw body. Data Center signs the same way, in its newer versions.
"""

from __future__ import annotations

import hmac
import re
from typing import TYPE_CHECKING, Final

from connectors.contract import Rejected
from connectors.signing import check_secrets

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNATURE: Final = re.compile(r"([a-z0-9]{1,16})=([0-9a-f]{1,128})")
DIGITS: Final = {"sha256": 64, "sha384": 96, "sha512": 128}
"""The methods that are taken, and how long their signatures are."""
IDENTITY: Final = re.compile(r"[!-~]{1,128}")


def check_signature(headers: Mapping[str, str], body: bytes, secrets: tuple[str, ...]) -> None:
    """Raises ``Rejected`` unless one of the secrets signed the body. ``headers`` have lower-case names."""
    given = headers.get("x-hub-signature")
    if given is None:
        raise Rejected("it has no X-Hub-Signature header: add a secret to the webhook in Jira")
    written = SIGNATURE.fullmatch(given)
    if written is None or DIGITS.get(written[1], len(written[2])) != len(written[2]):
        raise Rejected("its X-Hub-Signature header is not one signature (a method, = and hexadecimal digits)")
    if written[1] not in DIGITS:
        raise Rejected(f"it is signed with {written[1]}; {', '.join(DIGITS)} are taken")
    check_secrets(secrets, body, written[2], written[1])


def check_path_token(given: str, token: str) -> None:
    """Raises ``Rejected`` unless the address ended in the site's token. The time does not tell how much of it fits."""
    if not token.strip():
        raise Rejected("no path_token is configured for this site")
    if not hmac.compare_digest(given.encode(), token.encode()):
        raise Rejected("the token in its address is not this site's path_token")


def delivery_id_of(headers: Mapping[str, str]) -> str:
    """Cloud's identifier of the delivery, the same when it is tried again; '' from Data Center, which has none.

    The body tells Data Center's deliveries apart, as it does where two of Cloud's share an identifier.
    Raises ``Rejected``.
    """
    value = headers.get("x-atlassian-webhook-identifier", "")
    if value and IDENTITY.fullmatch(value) is None:
        raise Rejected("its X-Atlassian-Webhook-Identifier header is malformed")
    return value
