"""What a site was asked, how it answered, and what it says is left of its limits: for those who operate Detour."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

OK, LIMITED, REFUSED, FAILED, UNANSWERED = "ok", "limited", "refused", "failed", "unanswered"
OUTCOMES: Final = (OK, LIMITED, REFUSED, FAILED, UNANSWERED)
CLIENT_ERROR, FORBIDDEN, TOO_MANY, SERVER_ERROR = 400, 403, 429, 500
RESOURCES: Final = frozenset({"core", "graphql", "search"})
"""The limits by the names that GitHub gives them: whatever else an answer names is one."""
UNNAMED: Final = "requests"
OTHER: Final = "other"
LONGEST: Final = 12
"""Digits of a number that is believed."""


@dataclass(frozen=True, slots=True)
class Left:
    """What the last answer told of a limit."""

    limit: int
    remaining: int


@dataclass(slots=True)
class Meter:
    """Counts requests of one site by their outcome. What two threads count at once may count once."""

    requests: Counter[str] = field(default_factory=Counter)
    left: dict[str, Left] = field(default_factory=dict)

    async def note(self, response: httpx.Response) -> None:
        """Looks at one answer: a hook of a client."""
        self.requests[outcome(response.status_code, response.headers)] += 1
        told = [response.headers.get(f"x-ratelimit-{name}", "").strip() for name in ("limit", "remaining")]
        if all(text.isdecimal() and len(text) <= LONGEST for text in told):
            named = response.headers.get("x-ratelimit-resource", "") or UNNAMED
            limit, remaining = map(int, told)
            self.left[named if named in {*RESOURCES, UNNAMED} else OTHER] = Left(limit, remaining)

    def unanswered(self) -> None:
        """A request that nobody answered."""
        self.requests[UNANSWERED] += 1


def outcome(status: int, headers: Mapping[str, str]) -> str:
    """How a site answered, in one word. A 403 may speak of a limit, or of permissions. ``headers`` mind no case."""
    if status == TOO_MANY:
        return LIMITED
    if status == FORBIDDEN and ("retry-after" in headers or headers.get("x-ratelimit-remaining") == "0"):
        return LIMITED
    if status >= SERVER_ERROR:
        return FAILED
    return REFUSED if status >= CLIENT_ERROR else OK
