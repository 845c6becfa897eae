"""The ways to sign in, as people are offered them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from service.access.callers import CHALLENGE
from service.access.local_paths import HOME, SIGN_IN
from service.access.people import GITHUB, OPENID, TOKEN
from service.access.turned_away import TurnedAwayError

if TYPE_CHECKING:
    from service.settings.access import AccessTable

TITLE: Final = "Sign in to Detour"


@dataclass(frozen=True, slots=True)
class Way:
    """A link that leads somebody to where they are known."""

    way: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Ways:
    """All of them, and where somebody wants to be afterwards."""

    access: AccessTable
    back: str = HOME

    @property
    def links(self) -> tuple[Way, ...]:
        """Those that lead elsewhere and back."""
        access = self.access
        names = {OPENID: access.openid and access.openid.name, GITHUB: access.github and "GitHub"}
        return tuple(Way(way, name, path(f"{SIGN_IN}/{way}", self.back)) for way, name in names.items() if name)

    def values(self) -> dict[str, Any]:
        """As the page shows them."""
        token = f"{SIGN_IN}/{TOKEN}" if self.access.bearer_token is not None else ""
        return {"ways": self.links, "token_action": token, "back": self.back}


class SignInNeededError(TurnedAwayError):
    """Somebody is to say who they are."""

    template = "sign_in.html"

    def __init__(self, ways: Ways, title: str = TITLE, *advice: str, status: int = 401) -> None:
        told = advice or ("Pages and API are for those who have signed in, or show an API token.",)
        super().__init__(status, title, *told, headers={"WWW-Authenticate": CHALLENGE} if status == 401 else {})  # noqa: PLR2004
        self.ways = ways

    def values(self) -> dict[str, Any]:
        """What its page shows."""
        return super().values() | self.ways.values()


def path(place: str, back: str) -> str:
    """A path that remembers where somebody wants to be."""
    return place if back == HOME else f"{place}?{urlencode({'next': back})}"
