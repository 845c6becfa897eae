"""What an answer that is no success means: come back later, or never. Pure.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.contract import Denied, NotAccepted, Unavailable
from connectors.retry_after import retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDARY: Final = 60.0
"""Seconds to wait where GitHub names no time: "wait for at least one minute"."""
LIMITED: Final = frozenset({403, 429})
OUT_OF_REACH: Final = frozenset({"NOT_FOUND", "FORBIDDEN", "INSUFFICIENT_SCOPES"})
"""GraphQL's errors about one object of a request. Any other kind may be gone the next time, and so proves nothing."""
SERVER_ERROR: Final = 500
GIVEN_UP: Final = frozenset({502, 504})
"""What a query is answered that takes longer than ten seconds; and, to be sure, any request in an outage."""
UNAUTHORIZED: Final = 401
LONGEST_REASON: Final = 200


class UnauthorizedError(NotAccepted):
    """The token or the App's key is not accepted."""


class TooMuchError(Unavailable):
    """GitHub gave up on an answer: it may not, if less is asked for at a time."""


def refusal(status: int, headers: Mapping[str, str], message: str, now: float, *, wrote: bool = False) -> Unavailable:
    """Why a request did not succeed. ``headers`` take lower-case names; ``now`` is in seconds since 1970.

    ``wrote``: it was to change something, so that after a server's error nobody knows whether it did.
    """
    reason = f"GitHub answered {status}: {message[:LONGEST_REASON]}"
    if status >= SERVER_ERROR:
        kind = TooMuchError if status in GIVEN_UP else Unavailable
        return kind(reason, retry_after=retry_after(headers, now), outcome_unknown=wrote)
    if is_limited(status, headers, message):
        return Unavailable(reason, retry_after=rate_limit_wait(headers, now))
    if status == UNAUTHORIZED:
        return UnauthorizedError(f"{reason} (the token or the App's key is not accepted)")
    return Denied(reason, status=status)


def is_limited(status: int, headers: Mapping[str, str], message: str) -> bool:
    """Whether an answer speaks of a primary or secondary rate limit; a plain 403 is a matter of permissions."""
    named = "retry-after" in headers or headers.get("x-ratelimit-remaining") == "0"
    return status in LIMITED and (status != 403 or named or "rate limit" in message.lower())  # noqa: PLR2004  # 403 Forbidden


def rate_limit_wait(headers: Mapping[str, str], now: float) -> float:
    """Seconds until a limited account may ask again: as named, else when the primary limit is reset, else a minute."""
    named = retry_after(headers, now)
    if named is not None:
        return named
    if headers.get("x-ratelimit-remaining", "0") == "0" and headers.get("x-ratelimit-reset", "").isdecimal():
        return max(1.0, float(headers["x-ratelimit-reset"]) - now)
    return SECONDARY
