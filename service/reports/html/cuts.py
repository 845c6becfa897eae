"""Lists that are no longer than a person reads, and say how much longer they would be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

LINES: Final = 15
"""Rows of a table that is read from its top."""
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Cut(Generic[Item]):
    """The first of a list, and how many more there are."""

    shown: tuple[Item, ...]
    left_out: int

    @classmethod
    def of(cls, items: Iterable[Item], most: int = LINES) -> Cut[Item]:
        """The list as far as there is room."""
        some = tuple(items)
        return cls(some[:most], max(0, len(some) - most))

    @property
    def count(self) -> int:
        """How many there are in all."""
        return len(self.shown) + self.left_out
