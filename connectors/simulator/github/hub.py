"""The made-up GitHub as tests and the demo hold it: what it has beside what every tracker has, people among it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors.simulator.deliveries import Sender
from connectors.simulator.github.addresses import Addresses
from connectors.simulator.github.api import Api
from connectors.simulator.github.apps import App, Apps
from connectors.simulator.github.hook_log import HookLog
from connectors.simulator.github.hooks import Hook, Hooks
from connectors.simulator.github.pages import Registry, Site, Switchboard
from connectors.simulator.github.people import Person
from connectors.simulator.github.world import World
from connectors.simulator.tracker import BOT, Tracker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from connectors.simulator.github.model import Account, Issue, Repository, Team


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
    with Hub(World(clock), port).running() as hub:
        yield hub


class Hub(Tracker):
    """One GitHub. Made by ``simulated_github``. Edits and deletions of comments are mailed to nobody."""

    programs = "/api/"
    world: World

    def __init__(self, world: World, port: int) -> None:
        log = HookLog(world.now)
        super().__init__(Sender(log.note), port)
        self.world, self.apps = world, Apps(world)
        self.at = Addresses(self.address)
        self._hooks = Hooks(self.sender, self.at, log)
        self.api = Api(world, self.at, self.apps, self._hooks)
        self.site = Site(world, Switchboard(self.api, self.sender), Registry(self.apps, self._hooks, self.at))
        world.listeners.append(self._hooks.told)
        self.bot = self.person(BOT)
        world.everywhere[BOT] = "write"

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

    def team(self, owner: str, name: str, *, members: Iterable[Person] = (), **places: str) -> Team:
        """A team of an organisation; ``places`` are its repositories there, with pull, push or admin."""
        made = self.world.team(self._organization(owner), name)
        made.members += [one.account for one in members]
        made.places |= {self.repository(f"{owner}/{place}"): may for place, may in places.items()}
        return made

    def writes_file(self, place: str, path: str, text: str) -> None:
        """Puts a file into a repository."""
        self.repository(place).files[path] = text

    def manages_webhooks(self, owner: str, login: str = BOT) -> None:
        """From now on somebody's token may see an organisation's webhooks and have them sent again."""
        self._organization(owner).hook_managers.add(login.lower())

    def _organization(self, owner: str) -> Account:
        return self.world.account(owner, "Organization")

    def webhook_to(
        self,
        url: str,
        secret: str,
        *,
        owners: Iterable[str] = (),
        events: Iterable[str] = (),
        app: App | None = None,
        active: bool = True,
    ) -> None:
        """Sends webhooks there from now on: of these owners and events, all without any; or an App's.

        One that is not ``active`` is listed alone.
        """
        named = frozenset(owner.lower() for owner in owners)
        self._hooks.add(Hook(url, secret, named, frozenset(events), app, active))
