"""Made-up trackers, and a Detour that receives their webhooks: all real, on loopback, over HTTP."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from service.app import Pipeline, make_app
from service.pipeline.decisions import Decisions
from service.serving import serving
from service.store import work
from service.store.deliveries import Deliveries, DeliveryState
from service.wiring import receiving, sites_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine

    from service.settings import Settings

LOOK: Final = 0.02
"""Seconds between two looks at whether all is done."""


class Tracker(Protocol):
    """A made-up tracker."""

    def settled(self, timeout: float) -> None:
        """Waits until every webhook has its answer. Raises ``TimeoutError``."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A Detour that runs beside made-up trackers. ``address`` is Detour's."""

    trackers: Sequence[Tracker]
    engine: Engine
    address: str

    def settled(self, seconds: float = 30) -> None:
        """Waits until every webhook is answered, heard, read, judged and spoken of. Raises ``TimeoutError``."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for tracker in self.trackers:
                tracker.settled(seconds)
            if work.is_idle(self.engine):
                return
            time.sleep(LOOK)
        raise TimeoutError(f"still busy after {seconds:g} s: {self.busy()}")

    def busy(self) -> dict[str, int]:
        """What is still to be done, and how much of it."""
        new = Deliveries(self.engine).counts()[DeliveryState.KEPT]
        if new:
            return {"deliveries": new}
        return {f"{site} {lane}": count for (site, lane), count in work.counts(self.engine).items()}


@contextmanager
def on_stage(
    trackers: Sequence[Tracker], engine: Engine, settings: Settings, *, seconds_between_writes: float = 0
) -> Iterator[Stage]:
    """A Detour in a thread of this process while the context lasts, wired as ``detour serve`` wires it."""
    sites = sites_of(settings, seconds_between_writes=seconds_between_writes)
    app = make_app(engine, receiving(settings, sites), Pipeline(sites, Decisions(settings)))
    with serving(app) as address:
        yield Stage(trackers, engine, address)
