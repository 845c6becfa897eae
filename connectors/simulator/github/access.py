"""Who asks, and what they may see and do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connectors.simulator.github.apps import Installation
    from connectors.simulator.github.model import Account, Issue, Repository
    from connectors.simulator.github.world import World


class Refused(Exception):  # noqa: N818  # what happened to the request
    """A request that GitHub answers with an error, as ``message`` says. ``errors`` are those of a validation."""

    def __init__(self, status: int, message: str, errors: Sequence[object] = ()) -> None:
        super().__init__(message)
        self.status, self.message, self.errors = status, message, list(errors)


@dataclass(frozen=True, slots=True)
class Caller:
    """An account with its own token, or an App's bot, which sees the repositories of one ``owner`` and may write."""

    account: Account
    owner: Account | None = None
    installation: Installation | None = None
    key: str = field(default="", repr=False)
    """What its rate limit is kept under."""

    def headers(self) -> dict[str, str]:
        """What each REST answer tells of the token that asked: the scopes of a classic one, and when it expires."""
        told = {} if self.account.scopes is None else {"X-OAuth-Scopes": self.account.scopes}
        if self.account.token_expires is not None:
            told["GitHub-Authentication-Token-Expiration"] = f"{self.account.token_expires:%Y-%m-%d %H:%M:%S} UTC"
        return told

    def must_have(self, permission: str) -> None:
        """Raises 403 where an App was not granted a permission."""
        if self.installation is not None and permission not in self.installation.permissions:
            raise Refused(403, "Resource not accessible by integration")

    def must_read(self, path: str) -> None:
        """Raises 403 where an App was granted neither the contents of repositories nor this single file."""
        if self.installation is None or path not in self.installation.single_files:
            self.must_have("contents")

    def role(self, world: World, place: Repository) -> str:
        """What the caller may do in a repository: admin, write, read or none."""
        if self.owner is not None:
            return "write" if place.owner is self.owner else "none"
        return world.role(self.account, place)

    def sees(self, world: World, place: Repository) -> bool:
        """Whether the repository is there for the caller."""
        return self.role(world, place) != "none" and not place.owner.protected

    def writes(self, world: World, place: Repository) -> bool:
        """Whether the caller may change what others wrote there."""
        return self.role(world, place) in {"admin", "maintain", "write"}

    def sees_issue(self, world: World, issue: Issue) -> bool:
        """Whether an issue is there for the caller."""
        return self.sees(world, issue.repository) and not issue.repository.forbidden


def bearer(headers: Mapping[str, str]) -> str:
    """The token of a request, however it is introduced."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() in {"bearer", "token"} else ""
