"""Whether one of several secrets signed a body: the part of verifying that all trackers share. Pure."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from connectors.contract import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable


def check_secrets(secrets: Iterable[str], body: bytes, signature: str, method: str = "sha256") -> None:
    """Raises ``Rejected`` unless one of the secrets gives this HMAC, in hexadecimal digits.

    Every secret is tried, so that the time tells neither which one fits nor how far. An empty secret signs nothing:
    anybody could use it.
    """
    usable = [secret.encode() for secret in secrets if secret.strip()]
    if not usable:
        raise Rejected("no webhook secret is configured for this site")
    fits = [hmac.compare_digest(hmac.digest(secret, body, method).hex(), signature) for secret in usable]
    if not any(fits):
        raise Rejected("none of the site's webhook secrets gives this signature")
