"""Ways in to GitHub that are replaced while requests go on, as tokens and keys of an organisation are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from github import Auth

    from connectors.github.credentials import Credentials
    from connectors.ways import Way


@dataclass(frozen=True, slots=True)
class RenewedCredentials:
    """Those that ``present`` gives, each time that a request is signed. All of them lead the same ``way``."""

    present: Callable[[], Credentials]

    @property
    def app_id(self) -> int | None:
        """The App that acts, if it is one."""
        return self.present().app_id

    @property
    def way(self) -> Way:
        """How GitHub is reached."""
        return self.present().way

    def scope(self, owner: str) -> str:
        """What owners must share for their issues to be asked for in one request."""
        return self.present().scope(owner)

    def auth(self, owner: str) -> Auth.Auth:
        """PyGithub's way to sign requests about an owner's repositories: another one where the secret is another."""
        return self.present().auth(owner)

    def token(self, owner: str) -> str:
        """What signs a request now."""
        return self.present().token(owner)

    def refused(self, owner: str) -> None:
        """GitHub did not accept it."""
        self.present().refused(owner)

    def installed(self) -> dict[str, bool]:
        """The owners that let it in, and whether they do now."""
        return self.present().installed()

    @property
    def itself(self) -> Credentials:
        """What asks about its own webhooks."""
        present = self.present()
        return self if present.itself is present else RenewedCredentials(lambda: self.present().itself)
