"""How any tracker goes wrong, to be scripted: ``hub.fails(bad_gateway_afterwards(), "POST", "*/comments")``."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime

from connectors.simulator.faults import Fault
from connectors.simulator.serving import Answer

When = float | datetime | None


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


def retry_header(after: When) -> dict[str, str]:
    """``Retry-After`` in seconds or as a date, or none."""
    if after is None:
        return {}
    return {"retry_after": format_datetime(after, usegmt=True) if isinstance(after, datetime) else f"{after:g}"}


def _broken(status: int) -> Answer:
    """What a proxy in front of a tracker says: no JSON."""
    return Answer(status, b"<html><body><h1>Server Error</h1></body></html>", {"Content-Type": "text/html"})
