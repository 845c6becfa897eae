"""What a GitHub App for Detour is to be, as GitHub takes it: a manifest, and the page that it is sent to. Pure.

https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from connectors.github.wanted import EVENTS, permissions

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_NAME: Final = 34
"""Characters of an App's name, which nobody else's App on the same GitHub may have."""
ABOUT: Final = "Tells which issues wait on other teams without a plan B."
HOME: Final = "https://github.com"
NOWHERE: Final = "https://detour.invalid"
"""Where a webhook sends that is not switched on: GitHub wants an address all the same."""


@dataclass(frozen=True, slots=True)
class AppWish:
    """An App to be made. ``url`` is the GitHub as people visit it, ``site`` its name in Detour.

    ``organization`` is '' for an App of whoever makes it. ``public_url`` is where webhooks reach Detour, '' if nothing
    outside does. ``sees_teams``: it may read the organisation's teams, from which teams are proposed.
    """

    url: str
    organization: str
    site: str
    public_url: str = ""
    sees_teams: bool = False

    @property
    def page(self) -> str:
        """Where its manifest is sent to, by a form."""
        whose = f"/organizations/{quote(self.organization, safe='')}" if self.organization else ""
        return f"{self.url}{whose}/settings/apps/new"


def action(wish: AppWish, state: str) -> str:
    """The address of the form. GitHub brings ``state`` back with its code."""
    return f"{wish.page}?{urlencode({'state': state})}"


def manifest(wish: AppWish, redirect_url: str, events: Sequence[str] = EVENTS) -> dict[str, Any]:
    """What the App asks for is what it needs to speak, too, so that going live asks nobody again.

    A manifest has no word for the paths of the permission for single files, so that CODEOWNERS cannot be asked for.
    """
    hook = {"url": f"{wish.public_url or NOWHERE}/webhooks/github/{wish.site}", "active": bool(wish.public_url)}
    return {
        "name": f"Detour {wish.organization or wish.site}"[:LONGEST_NAME].rstrip(),
        "url": wish.public_url or HOME,
        "description": ABOUT,
        "redirect_url": redirect_url,
        "public": False,
        "hook_attributes": hook,
        "default_permissions": permissions(speaks=True, teams=wish.sees_teams),
        "default_events": list(events),
    }
