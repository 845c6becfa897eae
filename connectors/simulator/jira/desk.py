"""The made-up Jira as tests and the demo hold it: a running server, its people, its webhooks, and what goes wrong."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from connectors.simulator.deliveries import DOUBLED, LOST, Fate, Sender, SentDelivery
from connectors.simulator.jira.api import Api
from connectors.simulator.jira.documents import Printer
from connectors.simulator.jira.hooks import Hook, Hooks, again
from connectors.simulator.jira.pages import Site, Switchboard
from connectors.simulator.jira.people import Person
from connectors.simulator.jira.texts import plain
from connectors.simulator.jira.world import World
from connectors.simulator.serving import Answer, Loopback, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from connectors.simulator.faults import Fault
    from connectors.simulator.jira.model import Issue, Notice, Project, Text
    from connectors.simulator.requests import Asked, Moment

BOT: Final = "detour-bot"
PROGRAMS: Final = "/rest/"
"""What programs ask for begins so; anything else is a page."""
SETTLED: Final = 20.0
RETRY_SECONDS: Final = 0.05
"""Seconds until Cloud tries a webhook again: here time is short."""
Flavor = Literal["cloud", "datacenter"]


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment as people see it. ``body`` is what is kept, ``text`` its words."""

    id: int
    author: str
    body: Text
    text: str
    edited: bool
    internal: bool = False
    properties: Mapping[str, Any] = field(default_factory=dict)


@contextmanager
def simulated_jira(
    *, flavor: Flavor = "cloud", clock: Callable[[], datetime] | None = None, port: int = 0
) -> Iterator[Desk]:
    """A Jira on 127.0.0.1 while the context lasts. ``clock`` tells its time, UTC; ``port`` 0 is any free one."""
    desk = Desk(World(clock, cloud=flavor == "cloud"), port)
    with desk.server:
        desk.sender.start()
        try:
            yield desk
        finally:
            desk.api.ending.set()
            desk.sender.stop()


class Desk:
    """One Jira. Made by ``simulated_jira``."""

    def __init__(self, world: World, port: int) -> None:
        self.world, self.sender = world, Sender(again)
        self.sender.pause = RETRY_SECONDS
        self.server = Loopback(self._handle, port)
        self.api = Api(world, self.server.address)
        self._site = Site(world, Switchboard(self.api, self.sender))
        self._hooks = Hooks(self.sender, Printer(self.server.address, world.cloud))
        world.listeners.append(self._hooks.told)
        self.bot = self.person(BOT)
        world.everywhere[BOT] = "admin"

    def _handle(self, request: Request) -> Answer:
        if request.path.startswith(PROGRAMS):
            return self.api.handle(request)
        return self._site.answer(request)

    @property
    def flavor(self) -> Flavor:
        """What Detour is configured with."""
        return "cloud" if self.world.cloud else "datacenter"

    @property
    def address(self) -> str:
        """Where people look, and programs ask under ``/rest``: ``http://127.0.0.1:PORT``."""
        return self.server.address

    @property
    def bot_email(self) -> str:
        """The address of ``detour-bot``."""
        return self.bot.account.email

    @property
    def bot_token(self) -> str:
        """The token of ``detour-bot``, which administers every project unless its ``roles`` say otherwise."""
        return self.bot.token

    def project(self, key: str, *, service_desk: bool = False, private: bool = False) -> Project:
        """The project ``WEB``, made if need be. ``roles`` of it say who may do what there."""
        kind = "service_desk" if service_desk else "software"
        return self.world.project(key, kind=kind, private=private)

    def person(
        self, login: str, *, admins: Iterable[str] = (), writes: Iterable[str] = (), reads: Iterable[str] = ()
    ) -> Person:
        """Somebody, and what they may do in which projects. Those that are not private may be read by everybody."""
        account = self.world.account(login)
        for role, places in (("read", reads), ("write", writes), ("admin", admins)):
            for place in places:
                self.project(place).roles[login] = role
        return Person(account, self.world)

    def issue(self, ref: str) -> Issue:
        """The issue ``WEB-1``, wherever it moved."""
        found = self.world.find(ref)
        if found is None:
            raise KeyError(ref)
        return found

    def comments_of(self, issue: Issue) -> list[ShownComment]:
        """The thread as people see it now."""
        with self.world.lock:
            return [
                ShownComment(
                    one.id,
                    one.author.login,
                    one.body,
                    plain(one.body),
                    one.edited,
                    one.internal,
                    dict(one.properties),
                )
                for one in issue.comments
            ]

    def notifications_of(self, issue: Issue) -> list[Notice]:
        """What those who watch the issue were mailed: new comments, edits that were not silent, changes of state."""
        with self.world.lock:
            return list(issue.notices)

    def passes(self, **time: float) -> None:
        """Lets time go by here: ``desk.passes(days=15)``."""
        self.world.passes(**time)

    def seconds(self) -> float:
        """The time here in seconds since 1970."""
        return self.world.now().timestamp()

    def webhook_to(self, url: str, secret: str, *, projects: Iterable[str] = ()) -> None:
        """Sends webhooks there from now on; without a secret they are not signed, as old Data Centers' are not."""
        self._hooks.add(Hook(url, secret, frozenset(projects)))

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
        """What the API was asked, in the order of its answers."""
        return self.api.log.all()

    def on_request(self, callback: Callable[[Moment, Asked], None]) -> Callable[[], None]:
        """Calls back in the server's thread before each request is handled, and after, when nothing is answered yet.

        What this returns ends it.
        """
        return self.api.log.watch(callback)
