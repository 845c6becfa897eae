"""Signs what is sent, so that whoever receives it knows that it is ours and that it is new. Pure.

The symmetric scheme ``v1`` of Standard Webhooks: HMAC-SHA256 over the id, the moment and the body, with full stops
between them.
"""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX: Final = "whsec_"
FEWEST, MOST = 24, 64
"""Bytes of a secret, as the specification wants it."""


def keys_of(secrets: str) -> tuple[bytes, ...]:
    """The keys in a secret, or in several with spaces or new lines between them. Raises as ``key_of`` does."""
    return tuple(map(key_of, secrets.split()))


def key_of(secret: str) -> bytes:
    """The key in a secret, ``whsec_`` and Base64. Raises ``ValueError`` that shows nothing of it."""
    try:
        key = b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError:
        raise ValueError("should be whsec_ and Base64 after it") from None
    if not FEWEST <= len(key) <= MOST:
        raise ValueError(f"should hold {FEWEST} to {MOST} bytes, and holds {len(key)}")
    return key


def headers(keys: Iterable[bytes], name: str, moment: int, body: bytes) -> dict[str, str]:
    """The headers of a message called ``name``, sent at a moment (whole seconds since 1970).

    It has a signature by each key, as the specification has it while one key takes the place of another.
    """
    signed = b".".join([name.encode(), str(moment).encode(), body])
    signatures = (b64encode(hmac.digest(key, signed, "sha256")).decode() for key in keys)
    told = " ".join(f"v1,{signature}" for signature in signatures)
    return {"webhook-id": name, "webhook-timestamp": str(moment), "webhook-signature": told}
