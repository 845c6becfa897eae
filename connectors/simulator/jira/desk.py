"""The made-up Jira as tests and the demo hold it: what it has beside what every tracker has, people among it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from connectors.simulator.deliveries import Sender
from connectors.simulator.jira.api import Api
from connectors.simulator.jira.documents import Printer
from connectors.simulator.jira.hooks import Hook, Hooks, again
from connectors.simulator.jira.pages import Site, Switchboard
from connectors.simulator.jira.people import Person
from connectors.simulator.jira.texts import plain
from connectors.simulator.jira.world import World
from connectors.simulator.tracker import BOT, Tracker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from connectors.simulator.jira.model import Issue, Project, Text

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
    with Desk(World(clock, cloud=flavor == "cloud"), port).running() as desk:
        yield desk


class Desk(Tracker):
    """One Jira. Made by ``simulated_jira``. Edits of comments are mailed, too, unless they are silent."""

    programs = "/rest/"
    world: World

    def __init__(self, world: World, port: int) -> None:
        super().__init__(Sender(again, RETRY_SECONDS), port)
        self.world = world
        self._hooks = Hooks(self.sender, Printer(self.address, world.cloud))
        self.api = Api(world, self.address, self._hooks)
        self.site = Site(world, Switchboard(self.api, self.sender))
        world.listeners.append(self._hooks.told)
        self.bot = self.person(BOT)
        world.everywhere[BOT] = "admin"

    @property
    def flavor(self) -> Flavor:
        """What Detour is configured with."""
        return "cloud" if self.world.cloud else "datacenter"

    @property
    def bot_email(self) -> str:
        """The address of ``detour-bot``."""
        return self.bot.account.email

    @property
    def bot_token(self) -> str:
        """The token of ``detour-bot``, which administers every project unless its ``roles`` say otherwise."""
        return self.bot.token

    def project(
        self,
        key: str,
        *,
        service_desk: bool = False,
        private: bool = False,
        name: str = "",
        components: Iterable[str] = (),
    ) -> Project:
        """The project ``WEB``, made if need be. ``roles`` of it say who may do what there."""
        kind = "service_desk" if service_desk else "software"
        made = self.world.project(key, kind=kind, private=private)
        made.name = name or made.name
        made.components |= {one: self.world.new_id() for one in components}
        return made

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

    def webhook_to(
        self,
        url: str,
        secret: str,
        *,
        projects: Iterable[str] = (),
        events: Iterable[str] = (),
        enabled: bool = True,
    ) -> None:
        """Sends webhooks there from now on; without a secret they are not signed, as old Data Centers' are not."""
        self._hooks.add(Hook(url, secret, frozenset(projects), frozenset(events), enabled))
