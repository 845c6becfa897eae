"""The step of the conversation that connects a GitHub: by an App of its own, or by a token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.github.manifest import AppWish
from service.setup.connecting import GITHUB, TokenWish
from service.setup.places import github_at, site_name
from service.setup.terminal import agrees, one_of

if TYPE_CHECKING:
    from service.setup.talk import Talk

A_LOOK: Final = 3.0
"""Seconds between two looks whether an App was installed."""
LOOKS: Final = 200
MADE_SECONDS: Final = 0.2
WAYS: Final = (("app", "a GitHub App of your own, made by one click"), ("token", "a token of somebody"))
TEAMS: Final = "May it see the organisation's teams, to propose teams from them? (one more permission, members: read)"
WHICH_ONE: Final = "A token that may read issues and teams (classic: repo, read:org): Settings > Developer settings."


def connect(talk: Talk) -> None:
    """Raises ``NotConnected`` and ``SettingsError``."""
    place = github_at(talk.asked("Its host", lambda text: github_at(text).url, "github.com"))
    talk.terminal.say("How is it read?")
    by_app = one_of(talk.terminal, "By", WAYS, "app") == "app"
    name = _app(talk, place.url) if by_app else _token(talk, place.api_url)
    talk.checked(f"{GITHUB}/{name}")


def _app(talk: Talk, url: str) -> str:
    organization = talk.terminal.ask("Organisation that is to own the App (Enter for your own account)")
    public = talk.assistant.settings().server.public_url or ""
    sees_teams = bool(organization) and agrees(talk.terminal, TEAMS, default=False)
    name = talk.assistant.free_name(GITHUB, site_name(organization, "github"))
    wish = AppWish(url, organization, name, public, sees_teams)
    with talk.serve(talk.assistant) as address:
        page = f"{address}/setup/github/app/{talk.assistant.begin_app(wish)}"
        talk.terminal.say(f"Open {page} on this machine, and press its button.")
        talk.browse(page)
        while not talk.assistant.made.is_set():
            talk.pause(MADE_SECONDS)
    name = talk.assistant.made_site
    talk.terminal.say(f"The App is made. Its key and its secret are in {talk.assistant.path.parent / 'secrets'}.")
    _installed(talk, name, organization)
    return name


def _installed(talk: Talk, name: str, organization: str) -> None:
    """Waits for it; who does not want to wait ends the command, and goes on with it later."""
    page = talk.assistant.install_page(name)
    talk.terminal.say(f"Now install it: {page}")
    talk.browse(page)
    for _ in range(LOOKS):
        owners = talk.assistant.installed(name)
        if owners and (not organization or organization.casefold() in {one.casefold() for one in owners}):
            talk.terminal.say(f"It is installed for {', '.join(owners)}.")
            return
        talk.pause(A_LOOK)
    talk.terminal.say("It is not installed yet. Install it before the first look.")


def _token(talk: Talk, api_url: str) -> str:
    talk.terminal.say(WHICH_ONE)
    name = talk.assistant.connect_github(TokenWish(api_url, talk.terminal.secret("Token")))
    owners = [(one, "") for one in talk.assistant.owners(name)]
    talk.assistant.choose(GITHUB, name, talk.some("organisations", owners))
    return name
