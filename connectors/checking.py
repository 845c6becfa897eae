"""What a client offers where a tracker shows checks beside a change of the code: GitHub does, on pull requests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.contract import Touched
    from rules.model import Ref


@dataclass(frozen=True, slots=True)
class PullRequest:
    """An open pull request. ``head`` is its last commit; ``closes`` are the issues that the tracker links to it."""

    ref: Ref
    node_id: str
    head: str
    branch: str
    title: str
    closes: tuple[Ref, ...]


class Conclusion(Enum):
    """What a check comes to. None of these is red: a check of ours stops nobody."""

    SUCCESS = "success"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Check:
    """What stands beside a commit. ``url`` leads to more, or is ''; by ``mark`` the tracker gives it back to us."""

    head: str
    conclusion: Conclusion
    title: str
    summary: str
    url: str
    mark: str


class Checker(Protocol):
    """Reads pull requests, and writes checks on them. Every method raises ``Unavailable``."""

    @property
    def may_write(self) -> bool:
        """Whether our way in is one that may write checks at all: on GitHub an App alone may."""

    async def opened(self, repository: str) -> Sequence[tuple[Touched, str]]:
        """The open pull requests of a repository (``acme/web``), each with its last commit."""

    async def pull(self, ref: Ref) -> PullRequest | None:
        """A pull request as it is now; ``None`` if it is closed, gone or out of reach."""

    async def put(self, pull: PullRequest, check: Check, run: str = "") -> str:
        """Writes a check, or changes the one with that id; its id. Never tries a second time by itself."""

    async def find(self, pull: PullRequest, mark: str) -> str:
        """The id of the newest check of ours with a mark on the last commit, or ''."""
