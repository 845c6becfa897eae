"""Whether GitHub sent a webhook request: the signature of its raw body. Pure.

https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from connectors.contract import Rejected
from connectors.signing import check_secrets

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNATURE: Final = re.compile(r"sha256=([0-9a-f]{64})")
EVENT: Final = re.compile(r"[a-z_]{1,64}")
IDENTITY: Final = re.compile(r"[!-~]{1,128}")


def check_signature(headers: Mapping[str, str], body: bytes, secrets: tuple[str, ...]) -> None:
    """Raises ``Rejected`` unless one of the secrets signed the body."""
    given = headers.get("x-hub-signature-256")
    if given is None:
        old = "x-hub-signature" in headers
        raise Rejected("it is signed with SHA-1 only" if old else "it has no X-Hub-Signature-256 header")
    written = SIGNATURE.fullmatch(given)
    if written is None:
        raise Rejected("its X-Hub-Signature-256 header is not one signature (sha256= and 64 hexadecimal digits)")
    check_secrets(secrets, body, written[1])


def event_of(headers: Mapping[str, str]) -> str:
    """The event's name. Headers are not signed, so only a plain name is taken. Raises ``Rejected``."""
    return _header(headers, "X-GitHub-Event", EVENT)


def delivery_id_of(headers: Mapping[str, str]) -> str:
    """GitHub's own id of the delivery, the same when it is delivered again. Raises ``Rejected``."""
    return _header(headers, "X-GitHub-Delivery", IDENTITY)


def _header(headers: Mapping[str, str], name: str, shape: re.Pattern[str]) -> str:
    value = headers.get(name.lower())
    if value is None:
        raise Rejected(f"it has no {name} header")
    if shape.fullmatch(value) is None:
        raise Rejected(f"its {name} header is malformed")
    return value
