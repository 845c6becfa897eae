"""What can go wrong with any tracker, by name, for people who choose it on a page or over HTTP."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from connectors.simulator import failures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from connectors.simulator.faults import Fault


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the menu. ``make`` takes the seconds that were chosen, and the time here in seconds since 1970."""

    name: str
    told: str
    make: Callable[[float, float], Fault]

    def fault(self, seconds: float, now: float) -> Fault:
        """The fault, which knows its name."""
        return replace(self.make(seconds, now), name=self.name)


GATEWAY: Final = (
    Choice(
        "bad-gateway-afterwards",
        "502, although everything was done",
        lambda *_: failures.bad_gateway_afterwards(),
    ),
    Choice("bad-gateway", "502, and nothing was done", lambda *_: failures.server_error()),
)
CONNECTION: Final = (
    Choice("slow", "answered so much later", lambda seconds, _: failures.slow(seconds)),
    Choice("dropped", "no answer, and nothing was done", lambda *_: failures.dropped()),
    Choice(
        "dropped-afterwards",
        "no answer, although everything was done",
        lambda *_: failures.dropped_afterwards(),
    ),
)


def find(menu: Iterable[Choice], name: str) -> Choice | None:
    """The choice of that name."""
    return next((one for one in menu if one.name == name), None)
