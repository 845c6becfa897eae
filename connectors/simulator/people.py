"""What people of any made-up tracker have to do with: comments by their numbers, and mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Numbered(Protocol):
    """A comment, live or as it was shown."""

    @property
    def id(self) -> int:
        """Its number."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What the people who take part in an issue were told by mail; ``to`` are their logins."""

    reason: str
    by: str
    text: str
    to: tuple[str, ...] = ()


class Mailed(Protocol):
    """An issue that people are told of."""

    @property
    def notices(self) -> list[Notice]:
        """What they were told, in its order."""
