"""A made-up tracker as tests and the demo hold it: a running server, its webhooks, and what goes wrong."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from connectors.simulator.deliveries import DOUBLED, LOST, Fate, Sender, SentDelivery
from connectors.simulator.serving import Answer, Loopback, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connectors.simulator.api import Api
    from connectors.simulator.faults import Fault
    from connectors.simulator.pages import Site
    from connectors.simulator.people import Mailed, Notice
    from connectors.simulator.requests import Asked, Moment
    from connectors.simulator.world import World

BOT: Final = "detour-bot"
SETTLED: Final = 20.0
"""Seconds to wait for webhooks to be answered, unless told otherwise."""


class Tracker:
    """What all have alike. ``programs`` is what the paths of APIs begin with; anything else is a page."""

    programs: ClassVar[str]
    world: World[Any]
    api: Api[Any]
    site: Site[Any]

    def __init__(self, sender: Sender, port: int) -> None:
        self.sender, self.server = sender, Loopback(self._handle, port)

    def _handle(self, request: Request) -> Answer:
        if request.path.startswith(self.programs):
            answer = self.api.handle(request)
            return replace(answer, headers={"Date": format_datetime(self.world.now(), usegmt=True), **answer.headers})
        return self.site.answer(request)

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Runs while the context lasts."""
        with self.server:
            self.sender.start()
            try:
                yield self
            finally:
                self.api.ending.set()
                self.sender.stop()

    @property
    def address(self) -> str:
        """Where people look: ``http://127.0.0.1:PORT``."""
        return self.server.address

    def notifications_of(self, issue: Mailed) -> list[Notice]:
        """What those who watch the issue were mailed: new comments, changes of state; see the tracker's own."""
        with self.world.lock:
            return list(issue.notices)

    def passes(self, **time: float) -> None:
        """Lets time go by here: ``passes(days=15)``."""
        self.world.passes(**time)

    def seconds(self) -> float:
        """The time here in seconds since 1970, for those who compare it with limits and tokens."""
        return self.world.now().timestamp()

    @property
    def deliveries(self) -> list[SentDelivery]:
        """All webhooks, in the order in which things happened, sent or not; each knows its answers."""
        return list(self.sender.all)

    def redeliver(self, *deliveries: SentDelivery, times: int = 1) -> None:
        """Sends webhooks again, each with its old id and body."""
        for delivery in deliveries:
            self.sender.again(delivery, times)

    def webhooks_held(self) -> AbstractContextManager[list[SentDelivery]]:
        """Collects the webhooks of what happens inside into a list, which is sent at the end.

        Whatever is done with the list decides: ``held.reverse()``, ``random.shuffle(held)``, ``del held[0]``.
        """
        return self.sender.holding()

    def loses_webhooks(self, count: int = 1) -> None:
        """The next ``count`` webhooks are never sent; ``redeliver`` still can."""
        self.sender.fates.extend([LOST] * count)

    def doubles_webhooks(self, count: int = 1) -> None:
        """The next ``count`` webhooks are sent twice."""
        self.sender.fates.extend([DOUBLED] * count)

    def delays_webhooks(self, seconds: float, count: int = 1) -> None:
        """The next ``count`` webhooks are sent that much later, and later ones overtake them."""
        self.sender.fates.extend([Fate(seconds=seconds)] * count)

    def settled(self, timeout: float = SETTLED) -> None:
        """Waits until every webhook has its answer. Raises ``TimeoutError``."""
        self.sender.settled(timeout)

    def fails(self, fault: Fault, method: str = "*", path: str = "*", times: int = 1) -> None:
        """The next ``times`` requests whose method and path match go wrong: see ``failures``; ``*`` fits all."""
        self.api.faults.add(fault, method, path, times)

    def heals(self) -> None:
        """Nothing that was scripted goes wrong any more."""
        self.api.faults.clear()

    @property
    def requests(self) -> list[Asked]:
        """What its APIs were asked, in the order of their answers."""
        return self.api.log.all()

    def on_request(self, callback: Callable[[Moment, Asked], None]) -> Callable[[], None]:
        """Calls back in the server's thread before each request is handled, and after, when nothing is answered yet.

        What this returns ends it.
        """
        return self.api.log.watch(callback)
