"""Moments as JQL tells them: a day, a minute, or how long ago: ``-17m``."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from connectors.simulator.jira.access import Refused

SHAPES: Final = ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")
AGO: Final = re.compile(r"(?P<sign>[-+]?)(?P<count>\d{1,9})(?P<unit>[mhdw])", re.ASCII)
UNITS: Final = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def moment_of(text: str, now: datetime) -> datetime:
    """Raises 400, in Jira's words, for what is none."""
    if (ago := AGO.fullmatch(text)) is not None:
        span = timedelta(**{UNITS[ago["unit"]]: int(ago["count"])})
        return now - span if ago["sign"] == "-" else now + span
    for shape in SHAPES:
        try:
            return datetime.strptime(text, shape).replace(tzinfo=UTC)
        except ValueError:
            continue
    known = "'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'"
    raise Refused(400, f"Date value '{text}' is invalid. Valid formats include: {known}.")
