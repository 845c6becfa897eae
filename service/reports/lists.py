"""What a list for people says of what it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ELSEWHERE: Final = "--format json lists them all"
MORE: Final = f"and {{}} more; {ELSEWHERE}"


def rest(count: int, shown: int) -> Iterator[str]:
    """A line on those of ``count`` that are not among the ``shown`` first ones, if there are any."""
    if count > shown:
        yield f"  ... {MORE.format(count - shown)}"
