"""What an answer of Jira's that is no success means: come back later, or never. Pure.

https://developer.atlassian.com/cloud/jira/platform/rate-limiting/ ,
https://confluence.atlassian.com/adminjiraserver/adjusting-your-code-for-rate-limiting-987143384.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from connectors.contract import Denied, NotAccepted, Unavailable
from connectors.jira.buckets import until_reset
from connectors.retry_after import retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping

UNNAMED: Final = 60.0
"""Seconds to wait where a limited answer names no time."""
LONGEST: Final = 86_400.0
"""Seconds after which it is tried again in any case: Data Center names ages to an account that it allows nothing."""
TOO_MANY: Final = 429
SERVER_ERROR: Final = 500
UNAUTHORIZED: Final = 401
REDIRECTS: Final = range(300, 400)
LONGEST_REASON: Final = 200
LOGIN: Final = "x-seraph-loginreason"
"""A login that failed may be answered as if nobody had asked: https://jira.atlassian.com/browse/JRASERVER-41559"""


class Complaint(msgspec.Struct, rename="camel"):
    """Jira's own words: messages, or errors by field; ``message`` is what stands before it says."""

    error_messages: list[str] | None = None
    errors: dict[str, str] | None = None
    message: str | None = None

    @property
    def words(self) -> str:
        """All of them in one line."""
        return "; ".join([*(self.error_messages or ()), *(self.errors or {}).values(), self.message or ""]).strip("; ")


WHICH_LIMIT: Final = re.compile(r"[A-Za-z][A-Za-z-]{0,79}", re.ASCII)
"""What ``RateLimit-Reason`` may be: ``jira-burst-based``."""
COMPLAINT: Final = msgspec.json.Decoder(Complaint)


def refusal(status: int, headers: Mapping[str, str], body: bytes, now: float, *, wrote: bool = False) -> Unavailable:
    """Why a request did not succeed. ``headers`` take lower-case names; ``now`` is in seconds since 1970.

    ``wrote``: it was to change something, so that after a server's error nobody knows whether it did.
    """
    reason = f"Jira answered {status}: {complaint(body)}"
    if status >= SERVER_ERROR:
        return Unavailable(reason, retry_after=retry_after(headers, now), outcome_unknown=wrote)
    if status == TOO_MANY:
        limit = WHICH_LIMIT.fullmatch(headers.get("ratelimit-reason", ""))
        return Unavailable(f"{reason} ({limit[0]})" if limit else reason, retry_after=_wait(headers, now))
    if status == UNAUTHORIZED or not_logged_in(headers):
        return NotAccepted(f"{reason} (the token is not accepted)")
    if status in REDIRECTS:
        return Unavailable(f"Jira answered {status}: it leads elsewhere, to a page for logging in perhaps")
    return Denied(reason, status=status)


def _wait(headers: Mapping[str, str], now: float) -> float:
    """The seconds that a limited answer asks for: some name only the moment at which they are over."""
    named = retry_after(headers, now)
    named = until_reset(headers, now) if named is None else named
    return UNNAMED if named is None else min(named, LONGEST)


def not_logged_in(headers: Mapping[str, str]) -> bool:
    """Whether an answer, even a success, was given to nobody in particular."""
    return "AUTHENTICATED_FAILED" in headers.get(LOGIN, "") or "AUTHENTICATION_DENIED" in headers.get(LOGIN, "")


def complaint(body: bytes) -> str:
    """What Jira says, in one line; '' where it is no JSON, as a proxy's page is not."""
    try:
        return COMPLAINT.decode(body).words[:LONGEST_REASON]
    except (msgspec.DecodeError, RecursionError):
        return ""
