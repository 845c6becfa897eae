"""What a person may do who has signed in: by the grants of the configuration, as they are now."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from service.access.turned_away import TurnedAwayError
from service.access.viewer import Viewer
from service.printable import printable
from service.store.access_sessions import Person

if TYPE_CHECKING:
    from service.settings import Settings

OPENID: Final = "openid"
GITHUB: Final = "github"
TOKEN: Final = "token"  # noqa: S105  # a way to sign in
BEARER: Final = "bearer"
"""The identity of whoever has the bearer token of the configuration."""
SHOWN_GROUPS: Final = 20


@dataclass(frozen=True, slots=True)
class People:
    """All who can sign in, as the settings know them."""

    settings: Settings

    def viewer(self, person: Person, form_token: str) -> Viewer | None:
        """Somebody with their role; ``None`` where their way in is none any more. Raises ``TurnedAwayError``."""
        if not self._is_way_in(person):
            return None
        if person.way == TOKEN:
            return Viewer(person.identity, person.name, self.settings.access.token_role, frozenset(), form_token)
        groups = person.groups | self._teams(person)
        role = self.settings.access.roles.role(groups)
        if role is None:
            raise _without_role(person, groups)
        return Viewer(person.identity, person.name, role, groups, form_token)

    def holder(self) -> Person | None:
        """Whoever has the bearer token. Another token makes another one, so that sessions end with it."""
        token = self.settings.present.access.bearer_token
        if token is None:
            return None
        digest = sha256(token.get_secret_value().encode()).hexdigest()
        return Person(TOKEN, BEARER, "the bearer token", frozenset({f"bearer:{digest}"}))

    def _is_way_in(self, person: Person) -> bool:
        access = self.settings.access
        if person.way == TOKEN:
            return person == self.holder()
        return {OPENID: access.openid, GITHUB: access.github}.get(person.way) is not None

    def _teams(self, person: Person) -> frozenset[str]:
        """The teams that name the person's account among their members."""
        account = person.identity
        return frozenset(f"team:{slug}" for slug, team in self.settings.teams.items() if account in team.members)


def _without_role(person: Person, groups: frozenset[str]) -> TurnedAwayError:
    known = sorted(groups)
    more = f" and {len(known) - SHOWN_GROUPS} more" if len(known) > SHOWN_GROUPS else ""
    listed = ", ".join(printable(one, 80) for one in known[:SHOWN_GROUPS])
    return TurnedAwayError(
        403,
        f"{printable(person.name, 60)}, you may not come in yet",
        "You have signed in, and no role names you. Whoever runs Detour gives you one under [access.roles] in "
        'detour.toml: viewer = ["..."] with one of the names below.',
        f"Detour knows you by {listed}{more}." if known else "The provider told no group of yours.",
        "What has changed at the provider since then is known once you sign in again: /sign-in leads there.",
    )
