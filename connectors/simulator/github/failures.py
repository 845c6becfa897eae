"""How GitHub goes wrong, to be scripted: ``hub.fails(secondary_limit(7), "POST", "*/comments")``.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
"""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from typing import Final

from connectors.simulator.faults import Fault
from connectors.simulator.github.rest import json_answer
from connectors.simulator.serving import Answer

SECONDARY: Final = (
    "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. "
    "Please retry your request again later."
)
ADVICE: Final = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api"
When = float | datetime | None


def too_many_requests(retry_after: When = None) -> Fault:
    """429, and ``Retry-After`` in seconds or as a date, or none."""
    return Fault(instead=_limited(429, "You have exceeded a secondary rate limit.", _retry(retry_after)))


def secondary_limit(retry_after: When = None) -> Fault:
    """403 for too many writes."""
    return Fault(instead=_limited(403, SECONDARY, _retry(retry_after)))


def primary_limit(reset: int) -> Fault:
    """403 until a second since 1970, with nothing left."""
    return Fault(instead=_limited(403, "API rate limit exceeded for user ID 1.", _spent(reset)))


def graphql_limit(reset: int) -> Fault:
    """200 with an error of type RATE_LIMITED, which is how GraphQL says it."""
    error = {"type": "RATE_LIMITED", "code": "graphql_rate_limit", "message": "API rate limit already exceeded."}
    return Fault(instead=json_answer(200, {"errors": [error]}, **_spent(reset)))


def server_error(status: int = 502) -> Fault:
    """A 5xx before anything was done."""
    return Fault(instead=_broken(status))


def bad_gateway_afterwards(status: int = 502) -> Fault:
    """A 5xx although everything was done: a write happened, and who sent it does not know."""
    return Fault(afterwards=_broken(status))


def dropped_afterwards() -> Fault:
    """The connection ends without an answer, although everything was done."""
    return Fault(drops=True)


def dropped() -> Fault:
    """The connection ends without an answer, and nothing was done."""
    return Fault(instead=_broken(502), drops=True)


def slow(seconds: float) -> Fault:
    """A late answer."""
    return Fault(seconds=seconds)


def _limited(status: int, message: str, headers: dict[str, str]) -> Answer:
    return json_answer(status, {"message": message, "documentation_url": ADVICE}, **headers)


def _broken(status: int) -> Answer:
    """What a proxy in front of GitHub says: no JSON."""
    return Answer(status, b"<html><body><h1>Server Error</h1></body></html>", {"Content-Type": "text/html"})


def _retry(after: When) -> dict[str, str]:
    if after is None:
        return {}
    return {"retry_after": format_datetime(after, usegmt=True) if isinstance(after, datetime) else f"{after:g}"}


def _spent(reset: int) -> dict[str, str]:
    return {"x_ratelimit_limit": "5000", "x_ratelimit_remaining": "0", "x_ratelimit_reset": str(reset)}
