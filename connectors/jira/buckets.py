"""How much a site says is left of what it allows, read from the headers of an answer. Pure.

Cloud tells what is left of this second, and when it begins anew only where it refuses; Data Center tells how its bucket
fills. https://developer.atlassian.com/cloud/jira/platform/rate-limiting/ ,
https://confluence.atlassian.com/adminjiraserver/adjusting-your-code-for-rate-limiting-987143384.html
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from connectors.jira.dates import parse_moment

if TYPE_CHECKING:
    from collections.abc import Mapping

A_SECOND: Final = 1.0
NEVER_FILLS: Final = 60.0
"""Seconds after which a bucket that never fills is looked at again: an account may be forbidden to ask at all."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """``left`` of ``limit`` requests at a moment, in seconds since 1970; ``fill`` more come every ``interval``."""

    limit: int
    left: int
    fill: int
    interval: float
    at: float

    def wait(self, enough: float, now: float) -> float:
        """The seconds until at least ``enough`` are left, as far as nobody else asks; 0 if they are now."""
        short = min(enough, self.limit) - self.left
        if short <= 0:
            return 0.0
        if self.fill <= 0:
            return max(0.0, self.at + NEVER_FILLS - now)
        return max(0.0, self.at + ceil(short / self.fill) * self.interval - now)


def bucket_of(headers: Mapping[str, str], now: float) -> Bucket | None:
    """What an answer tells; ``None`` if it tells nothing. ``headers`` take lower-case names."""
    limit, left = _number(headers, "x-ratelimit-limit"), _number(headers, "x-ratelimit-remaining")
    if limit is None or left is None:
        return None
    fill, interval = _number(headers, "x-ratelimit-fillrate"), _number(headers, "x-ratelimit-interval-seconds")
    if fill is None or not interval:
        return Bucket(limit, left, limit, until_reset(headers, now) or A_SECOND, now)
    return Bucket(limit, left, fill, interval, now)


def until_reset(headers: Mapping[str, str], now: float) -> float | None:
    """The seconds until the moment at which everything is allowed again, where an answer names one."""
    reset = parse_moment(headers.get("x-ratelimit-reset", ""))
    return None if reset is None else max(0.0, reset.timestamp() - now)


def _number(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(name, "").strip()
    return int(text) if text.isdecimal() and len(text) <= len("1000000000000000000") else None
