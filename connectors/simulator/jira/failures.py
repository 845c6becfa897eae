"""How Jira goes wrong, to be scripted: ``desk.fails(too_many_requests(7), "POST", "*/comment")``.

https://developer.atlassian.com/cloud/jira/platform/rate-limiting/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.simulator.answers import json_answer
from connectors.simulator.failures import (
    bad_gateway_afterwards,
    dropped,
    dropped_afterwards,
    retry_header,
    server_error,
    slow,
)
from connectors.simulator.faults import Fault

if TYPE_CHECKING:
    from connectors.simulator.failures import When

__all__ = [
    "bad_gateway_afterwards",
    "dropped",
    "dropped_afterwards",
    "server_error",
    "slow",
    "too_many_requests",
    "unauthorized",
    "unavailable",
]


def too_many_requests(retry_after: When = None) -> Fault:
    """429, and ``Retry-After`` in seconds or as a date, or none."""
    complaint = {"errorMessages": ["Rate limit exceeded."], "errors": {}}
    told = {"ratelimit_reason": "jira-burst-based", **retry_header(retry_after)}
    return Fault(instead=json_answer(429, complaint, **told))


def unavailable(retry_after: When = None) -> Fault:
    """503, as some are answered that come back: https://developer.atlassian.com/cloud/jira/platform/rate-limiting/ ."""
    complaint = {"errorMessages": ["The service is temporarily unavailable."], "errors": {}}
    return Fault(instead=json_answer(503, complaint, **retry_header(retry_after)))


def unauthorized() -> Fault:
    """401: a token that ran out."""
    complaint = {"errorMessages": ["You are not authenticated."], "errors": {}}
    return Fault(instead=json_answer(401, complaint, x_seraph_loginreason="AUTHENTICATED_FAILED"))
