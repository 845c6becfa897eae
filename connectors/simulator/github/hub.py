"""The made-up GitHub as tests and the demo hold it: a running server, its people, its webhooks, and what goes wrong."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.simulator.deliveries import DOUBLED, LOST, Fate, Sender, SentDelivery
from connectors.simulator.github.addresses import Addresses
from connectors.simulator.github.api import Api
from connectors.simulator.github.apps import App, Apps
from connectors.simulator.github.hooks import Hook, Hooks
from connectors.simulator.github.pages import Site, Switchboard
from connectors.simulator.github.people import Person
from connectors.simulator.github.world import World
from connectors.simulator.serving import Answer, Loopback, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from connectors.simulator.faults import Fault
    from connectors.simulator.github.model import Account, Issue, Notice, Repository
    from connectors.simulator.requests import Asked, Moment

BOT: Final = "detour-bot"
PROGRAMS: Final = "/api/"
"""What programs ask for begins so; anything else is a page."""
SETTLED: Final = 20.0
"""Seconds to wait for webhooks to be answered, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment as people see it."""

    id: int
    author: str
    body: str
    edited: bool
    reactions: tuple[str, ...] = ()


@contextmanager
def simulated_github(*, clock: Callable[[], datetime] | None = None, port: int = 0) -> Iterator[Hub]:
    """A GitHub on 127.0.0.1 while the context lasts. ``clock`` tells its time, UTC; ``port`` 0 is any free one."""
    hub = Hub(World(clock), port)
    with hub.server:
        hub.sender.start()
        try:
            yield hub
        finally:
            hub.api.ending.set()
            hub.sender.stop()


class Hub:
    """One GitHub. Made by ``simulated_github``."""

    def __init__(self, world: World, port: int) -> None:
        self.world, self.apps, self.sender = world, Apps(world), Sender()
        self.server = Loopback(self._handle, port)
        self.at = Addresses(self.server.address)
        self.api = Api(world, self.at, self.apps)
        self._site = Site(world, Switchboard(self.api, self.sender))
        self._hooks = Hooks(self.sender, self.at)
        world.listeners.append(self._hooks.told)
        self.bot = self.person(BOT)
        world.everywhere[BOT] = "write"

    def _handle(self, request: Request) -> Answer:
        if request.path.startswith(PROGRAMS):
            return self.api.handle(request)
        return self._site.answer(request)

    @property
    def address(self) -> str:
        """Where people look: ``http://127.0.0.1:PORT``."""
        return self.at.origin

    @property
    def api_url(self) -> str:
        """What Detour is configured with."""
        return self.at.api

    @property
    def bot_token(self) -> str:
        """The token of ``detour-bot``, which may write everywhere: unless ``repository(...).roles`` says otherwise."""
        return self.bot.token

    def repository(self, name: str, *, private: bool = False) -> Repository:
        """The repository ``acme/web``, made if need be. ``roles`` of it say who may do what there."""
        return self.world.repository(name, private=private)

    def person(
        self, login: str, *, admins: Iterable[str] = (), writes: Iterable[str] = (), reads: Iterable[str] = ()
    ) -> Person:
        """Somebody, and what they may do in which repositories. Public ones may be read by everybody."""
        account = self.world.account(login)
        for role, places in (("read", reads), ("write", writes), ("admin", admins)):
            for place in places:
                self.repository(place).roles[login.lower()] = role
        return Person(account, self.world)

    def issue(self, ref: str) -> Issue:
        """The issue ``acme/web#1``, wherever it moved."""
        return self.world.issue(ref)

    def comments_of(self, issue: Issue) -> list[ShownComment]:
        """The thread as people see it now."""
        with self.world.lock:
            return [
                ShownComment(one.id, one.author.login, one.body, one.edited, tuple(r.content for r in one.reactions))
                for one in issue.comments
            ]

    def notifications_of(self, issue: Issue) -> list[Notice]:
        """What those who watch the issue were mailed: new comments and changes of state, no edits or deletions."""
        with self.world.lock:
            return list(issue.notices)

    def passes(self, **time: float) -> None:
        """Lets time go by here: ``hub.passes(days=15)``."""
        self.world.passes(**time)

    def seconds(self) -> float:
        """The time here in seconds since 1970, for those who compare it with limits and tokens."""
        return self.world.now().timestamp()

    def protects(self, owner: str, *, protected: bool = True) -> None:
        """Single sign-on keeps all tokens out of an organisation, or lets them in again."""
        self._organization(owner).protected = protected

    def installs_app(self, slug: str = "detour", *, on: Iterable[str] = ()) -> App:
        """A GitHub App with a key, installed for these organisations."""
        app = self.apps.add(slug)
        for owner in on:
            self.apps.install(app, self._organization(owner))
        return app

    def removes_app(self, app: App, owner: str) -> None:
        """Takes an App out of an organisation; its tokens end at once."""
        self.apps.remove(app.installations[owner.lower()])

    def _organization(self, owner: str) -> Account:
        return self.world.account(owner, "Organization")

    def webhook_to(
        self, url: str, secret: str, *, owners: Iterable[str] = (), events: Iterable[str] = (), app: App | None = None
    ) -> None:
        """Sends webhooks there from now on: of these owners and events, all without any; or an App's."""
        named = frozenset(owner.lower() for owner in owners)
        self._hooks.add(Hook(url, secret, named, frozenset(events), app))

    @property
    def deliveries(self) -> list[SentDelivery]:
        """All webhooks, in the order in which things happened, sent or not; each knows its answers."""
        return list(self.sender.all)

    def redeliver(self, *deliveries: SentDelivery, times: int = 1) -> None:
        """Sends webhooks again, each with its old id and body. GitHub does so only when it is asked to."""
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
        """What the APIs were asked, in the order of their answers."""
        return self.api.log.all()

    def on_request(self, callback: Callable[[Moment, Asked], None]) -> Callable[[], None]:
        """Calls back in the server's thread before each request is handled, and after, when nothing is answered yet.

        What this returns ends it.
        """
        return self.api.log.watch(callback)
