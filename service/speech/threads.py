"""Finds our comments in an issue's thread, after a write whose outcome is unknown. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.speech.markers import Mark, Role, read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connectors.contract import Marked


@dataclass(frozen=True, slots=True)
class Ours:
    """Our comments of one role: the id of the one that survives with its mark, and those that are to be deleted."""

    survivor: str | None = None
    mark: Mark | None = None
    rest: tuple[str, ...] = ()


def search(marked: Iterable[Marked], *, issue: str, role: Role, key: bytes) -> Ours:
    """Our comments among those that our account marked, oldest first. Of the highest generation the oldest survives.

    Ours are those that carry the issue's signed mark.
    """
    found = [
        (comment.id, mark)
        for comment in marked
        if (mark := read(comment.mark, key, issue)) is not None and mark.role is role
    ]
    if not found:
        return Ours()
    survivor, mark = max(found, key=lambda one: one[1].generation)
    return Ours(survivor, mark, tuple(comment for comment, _ in found if comment != survivor))
