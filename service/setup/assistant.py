"""What setting up can do, for a terminal and for a page alike: each step reads the configuration anew and writes it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, Final

from connectors.contract import Unavailable
from connectors.github.registration import exchanged
from connectors.ways import Way
from service.doctor.lines import wrong
from service.doctor.patient import github_inspection, jira_inspection
from service.setup.checking import REST, NotConnected, described, require_way_in, said_of
from service.setup.connecting import GITHUB, JIRA, keep_app, keep_github_token, keep_jira, new_secret
from service.setup.document import Document
from service.setup.handshakes import Handshakes
from service.setup.jira_webhook import webhook_of
from service.setup.looking import landscape_of, owners_of, projects_of
from service.setup.places import github_at, site_name
from service.setup.proposal import proposed
from service.setup.team_tables import configured_teams, owned_already, table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from connectors.github.manifest import AppWish
    from service.doctor.lines import Line
    from service.settings import Settings
    from service.settings.sites import GitHubSite, JiraSite
    from service.setup.connecting import TokenWish
    from service.setup.jira_webhook import Webhook
    from service.setup.landscape import Landscape, Project
    from service.setup.proposal import Proposal

USUAL: Final = Path("detour.toml")
"""The configuration where none is named."""
REPORT: Final = "detour-report.html"
USED_UP: Final = "make the App again from here: a code is good once, and for an hour; delete the App that was half made"
TRY_AGAIN: Final = "see that GitHub is reached from here, and that this machine's clock is right, and try again"
STATE_LOST: Final = "begin again from here: what GitHub sent back belongs to no App that is being made"


def own_command(words: Sequence[str], environment: Mapping[str, str], quietly: bool) -> tuple[int, str]:  # noqa: FBT001  # as it is called
    """Runs a command in a process of its own, for it sets up logs and more as it needs them."""
    ended = subprocess.run(  # noqa: S603  # our own command, whose words are ours
        [sys.executable, "-m", "service.cli", *words],
        stderr=subprocess.PIPE if quietly else None,
        env=dict(environment),
        text=True,
        check=False,
    )
    return ended.returncode, (ended.stderr or "").strip()


@dataclass
class Assistant:
    """One configuration. ``path`` need not be there yet; ``environment`` lies over it."""

    path: Path
    environment: Mapping[str, str]
    handshakes: Handshakes = field(default_factory=Handshakes)
    made: Event = field(default_factory=Event)
    """Set when an App was made, for whoever waits for it."""
    made_site: str = ""
    run: Callable[[Sequence[str], Mapping[str, str], bool], tuple[int, str]] = own_command
    """Runs a command of ours; its exit status, and what it complained of where it runs quietly."""
    _writing: Lock = field(default_factory=Lock)

    @property
    def report(self) -> Path:
        """Where the first look is written to."""
        return self.path.with_name(REPORT)

    def settings(self) -> Settings:
        """What the configuration says now. Raises ``SettingsError``."""
        return self._document().settings()

    def free_name(self, kind: str, wanted: str) -> str:
        """The name that a new site would get. Raises ``SettingsError``."""
        return self._document().free_name(kind, wanted)

    def keep_public_url(self, url: str) -> None:
        """Where others reach Detour, unless that is said already. Raises ``SettingsError``."""
        with self._writing:
            document = self._document()
            document.suggest("server", "public_url", url)
            document.save()

    def finish_app(self, state: str, code: str) -> str:
        """Keeps the App that GitHub made; the site's name.

        Raises ``NotConnected`` where GitHub does not tell it, and ``SettingsError`` where it cannot be kept.
        """
        wish = self.handshakes.ended(state)
        if wish is None:
            raise NotConnected([wrong("this is no App that is being made", STATE_LOST)])
        api_url = github_at(wish.url).api_url
        try:
            app = asyncio.run(exchanged(api_url, code, Way()))
        except Unavailable as unavailable:
            raise NotConnected([wrong(f"the App could not be asked for: {unavailable}", USED_UP)]) from None
        with self._writing:
            self.made_site = keep_app(self._document(), wish, api_url, app)
        self.made.set()
        return self.made_site

    def connect_github(self, wish: TokenWish) -> str:
        """Keeps a GitHub by a token that was tried; the site's name. Raises as ``finish_app`` does."""
        table = {"name": "new", "api_url": wish.url, "token": wish.token}
        asyncio.run(require_way_in(described({GITHUB: [table]}), f"{GITHUB}/new"))
        with self._writing:
            return keep_github_token(self._document(), wish, site_name(_first_word(wish.url), GITHUB))

    def connect_jira(self, wish: TokenWish) -> str:
        """Keeps a Jira by a token that was tried; the site's name. Raises as ``finish_app`` does."""
        table: dict[str, Any] = {"name": "new", "url": wish.url, "token": wish.token}
        table |= {"flavor": "cloud", "email": wish.email} if wish.email else {"flavor": "datacenter"}
        settings = described({JIRA: [table]})
        fields = asyncio.run(_tried(settings))
        with self._writing:
            return keep_jira(self._document(), wish, site_name(_first_word(wish.url), JIRA), fields, new_secret())

    def installed(self, name: str) -> list[str]:
        """The owners that let a site's App in. Raises ``NotConnected``, and ``SettingsError``."""
        return asyncio.run(_installed(self.github(name)))

    def install_page(self, name: str) -> str:
        """Where an App is installed. Raises as ``installed`` does."""
        return asyncio.run(_install_page(self.github(name)))

    def owners(self, name: str) -> list[str]:
        """The organisations that a GitHub's credentials see. Raises ``NotConnected``."""
        try:
            return asyncio.run(owners_of(self.github(name)))
        except Unavailable as unavailable:
            raise NotConnected([wrong(f"{unavailable}", "name the organisations to read yourself")]) from None

    def projects(self, name: str) -> list[Project]:
        """The projects that a Jira's credentials see. Raises ``NotConnected``."""
        try:
            return asyncio.run(projects_of(self.jira(name)))
        except Unavailable as unavailable:
            raise NotConnected([wrong(f"{unavailable}", "name the projects to read yourself")]) from None

    def choose(self, kind: str, name: str, chosen: Collection[str]) -> None:
        """Which organisations or projects of a site are read; all that it sees, without any."""
        with self._writing:
            document = self._document()
            document.change_site(kind, name, {"organizations" if kind == GITHUB else "projects": list(chosen)})
            document.save()

    def webhook(self, name: str) -> Webhook:
        """Sees to a Jira's webhook. Raises ``SettingsError``."""
        return asyncio.run(webhook_of(self.settings(), self.jira(name)))

    def checked(self, site: str) -> list[Line]:
        """What the doctor says of what a site lets us do, of its webhooks, and of its words."""
        return asyncio.run(said_of(self.settings(), site, REST))

    def look_around(self, tokens: Mapping[str, str] = {}) -> Landscape:
        """What the credentials see. Raises ``SettingsError``."""
        return asyncio.run(landscape_of(self.settings(), tokens))

    def proposal(self, landscape: Landscape) -> Proposal:
        """The teams that are proposed beside those that are configured. Raises ``SettingsError``."""
        settings = self.settings()
        return proposed(landscape, owned_already(settings), configured_teams(settings))

    def keep_teams(self, proposal: Proposal, slugs: Collection[str]) -> None:
        """Writes some of the teams. Raises ``SettingsError``."""
        with self._writing:
            document = self._document()
            for team in proposal.teams:
                if team.slug in slugs:
                    document.add_team(team.slug, table_of(team))
            document.save()

    def first_look(self, *, quietly: bool = False) -> tuple[int, str]:
        """Audits and writes the report, as ``detour audit`` does, and writes nothing on any issue.

        Its exit status, and what it complained of where it runs ``quietly``.
        """
        words = ["audit", "--config", str(self.path), "--format", "html", "--output", str(self.report)]
        return self.run(words, self.environment, quietly)

    def github(self, name: str) -> GitHubSite:
        """A site by its name. Raises ``KeyError`` for none, and ``SettingsError``."""
        return {site.name: site for site in self.settings().github}[name]

    def jira(self, name: str) -> JiraSite:
        """A site by its name. Raises as ``github`` does."""
        return {site.name: site for site in self.settings().jira}[name]

    def begin_app(self, wish: AppWish) -> str:
        """The word by which GitHub's answer is known again."""
        self.made.clear()
        return self.handshakes.begin(wish)

    def _document(self) -> Document:
        return Document.read(self.path, self.environment)


def _first_word(url: str) -> str:
    """``acme`` of ``https://acme.atlassian.net``; '' of a number."""
    word = url.partition("://")[2].partition("/")[0].partition(":")[0].removeprefix("api.").partition(".")[0]
    return "" if word.isdecimal() else word


async def _tried(settings: Settings) -> list[Any]:
    """The fields of a Jira that lets us in."""
    await require_way_in(settings, f"{JIRA}/new")
    inspection = jira_inspection(settings.jira[0])
    if inspection is None:
        return []
    try:
        return await inspection.fields()
    except Unavailable:
        return []
    finally:
        await inspection.close()


async def _installed(site: GitHubSite) -> list[str]:
    inspection = github_inspection(site)
    if inspection is None or inspection.app_id is None:
        return []
    try:
        return [one.account.login for one in await inspection.installations()]
    except Unavailable as unavailable:
        raise NotConnected([wrong(f"{unavailable}", TRY_AGAIN)]) from None
    finally:
        await inspection.close()


async def _install_page(site: GitHubSite) -> str:
    inspection = github_inspection(site)
    if inspection is None or inspection.app_id is None:
        return ""
    try:
        return f"{(await inspection.app()).html_url}/installations/new"
    except Unavailable as unavailable:
        raise NotConnected([wrong(f"{unavailable}", TRY_AGAIN)]) from None
    finally:
        await inspection.close()
