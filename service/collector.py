"""How often Python's garbage collector looks for rings of objects that nobody holds any more."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

SELDOM: Final = 200_000
"""Objects made, less objects dropped, before it looks at the young ones."""
OFTEN: Final = 5_000
OLDER: Final = (50, 50)
"""Looks at the younger ones between two at the older."""


def settle_collector() -> None:
    """Lets it look away from what is loaded, and look seldom: judging makes no rings.

    It spent a fifth of the time of auditing a million issues. https://docs.python.org/3/library/gc.html#gc.freeze
    """
    gc.freeze()
    gc.set_threshold(SELDOM, *OLDER)


@contextmanager
def collecting_often() -> Iterator[None]:
    """Reading makes a ring of each statement to the store, whose memory is not to grow while it lasts."""
    before = gc.get_threshold()
    gc.set_threshold(OFTEN, *OLDER)
    try:
        yield
    finally:
        gc.set_threshold(*before)
