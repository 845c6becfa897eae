"""How GitHub goes wrong, to be scripted: ``hub.fails(secondary_limit(7), "POST", "*/comments")``.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator.failures import (
    bad_gateway_afterwards,
    dropped,
    dropped_afterwards,
    retry_header,
    server_error,
    slow,
)
from connectors.simulator.faults import Fault
from connectors.simulator.github.rest import json_answer

if TYPE_CHECKING:
    from connectors.simulator.failures import When
    from connectors.simulator.serving import Answer

SECONDARY: Final = (
    "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. "
    "Please retry your request again later."
)
ADVICE: Final = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api"
__all__ = [
    "bad_gateway_afterwards",
    "dropped",
    "dropped_afterwards",
    "graphql_limit",
    "primary_limit",
    "secondary_limit",
    "server_error",
    "slow",
    "too_many_requests",
]


def too_many_requests(retry_after: When = None) -> Fault:
    """429, and ``Retry-After`` in seconds or as a date, or none."""
    return Fault(instead=_limited(429, "You have exceeded a secondary rate limit.", retry_header(retry_after)))


def secondary_limit(retry_after: When = None) -> Fault:
    """403 for too many writes."""
    return Fault(instead=_limited(403, SECONDARY, retry_header(retry_after)))


def primary_limit(reset: int) -> Fault:
    """403 until a second since 1970, with nothing left."""
    return Fault(instead=_limited(403, "API rate limit exceeded for user ID 1.", _spent(reset)))


def graphql_limit(reset: int) -> Fault:
    """200 with an error of type RATE_LIMITED, which is how GraphQL says it."""
    error = {"type": "RATE_LIMITED", "code": "graphql_rate_limit", "message": "API rate limit already exceeded."}
    return Fault(instead=json_answer(200, {"errors": [error]}, **_spent(reset)))


def _limited(status: int, message: str, headers: dict[str, str]) -> Answer:
    return json_answer(status, {"message": message, "documentation_url": ADVICE}, **headers)


def _spent(reset: int) -> dict[str, str]:
    return {"x_ratelimit_limit": "5000", "x_ratelimit_remaining": "0", "x_ratelimit_reset": str(reset)}
