"""Where an issue lives, as requests name it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rules.model import Ref

_TEXT: Final = re.compile(r"([A-Za-z0-9_-]+)/([\w.-]+)#([0-9]{1,10})", re.ASCII)
_ACCOUNT: Final = re.compile(r"github:@([A-Za-z0-9_-]+(?:\[bot\])?)", re.ASCII)
_LARGEST_INT: Final = 2**31 - 1
"""GraphQL refuses a whole request with a larger number in it: https://spec.graphql.org/October2021/#sec-Int"""


@dataclass(frozen=True, slots=True)
class Place:
    """An issue's owner, repository and number. Made by ``place_of`` only: its parts are safe in a path."""

    owner: str
    name: str
    number: int

    @property
    def repository(self) -> str:
        """The repository's path in the REST API."""
        return f"/repos/{self.owner}/{self.name}"

    @property
    def thread(self) -> str:
        """The path of the issue's comments."""
        return f"{self.repository}/issues/{self.number}/comments"

    def comment(self, number: str) -> str:
        """The path of one comment, by its id."""
        return f"{self.repository}/issues/comments/{int(number)}"


def place_of(ref: Ref) -> Place | None:
    """The parts of an address, or ``None`` if no repository can have it."""
    match = _TEXT.fullmatch(ref.text)
    if match is None or match[2] in {".", ".."} or not 0 < int(match[3]) <= _LARGEST_INT:
        return None
    return Place(match[1], match[2], int(match[3]))


def login_of(account: str) -> str:
    """The login of an account as configuration names it, ``github:@login``, or ''."""
    match = _ACCOUNT.fullmatch(account)
    return match[1] if match else ""
