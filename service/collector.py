"""How memory that nobody holds any more is found, and given back."""

from __future__ import annotations

import ctypes
import gc
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

SELDOM: Final = 200_000
"""Objects made, less objects dropped, before it looks at the young ones."""
OFTEN: Final = 5_000
OLDER: Final = (50, 50)
"""Looks at the younger ones between two at the older."""
SELDOM_OLDER: Final = (20, 500)
"""The same where nobody may wait long: all at once is looked at least often."""
LARGE: Final = 1 << 20
"""Bytes from which on a piece of memory is the system's own, and goes back to it by itself. glibc would raise that to
32 MiB after the first large one, so that bodies of webhooks lie scattered among what stays."""
M_MMAP_THRESHOLD: Final = -3
"""https://man7.org/linux/man-pages/man3/mallopt.3.html"""
_LIBC: Final = ctypes.CDLL(None) if os.name == "posix" else None
_TRIM: Final = getattr(_LIBC, "malloc_trim", None)
"""https://man7.org/linux/man-pages/man3/malloc_trim.3.html"""


@contextmanager
def loading() -> Iterator[None]:
    """While modules are loaded it does not look: what they bring stays, and looking takes a tenth of a start."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def settle_collector() -> None:
    """Lets it look away from what is loaded, and look seldom: judging makes no rings.

    It spent a fifth of the time of auditing a million issues. https://docs.python.org/3/library/gc.html#gc.freeze
    """
    if (setting := getattr(_LIBC, "mallopt", None)) is not None:  # other systems have other ways
        setting(M_MMAP_THRESHOLD, LARGE)
    gc.freeze()
    gc.set_threshold(SELDOM, *OLDER)


def collect_in_short_steps() -> None:
    """Has it look at a few thousand young objects at a time, for nobody else has the interpreter meanwhile.

    Beside an audit there were 200,000 to be dropped each few seconds, and all webhooks waited for that: up to 0.2 s.
    """
    gc.set_threshold(OFTEN, *SELDOM_OLDER)


@contextmanager
def collecting_often() -> Iterator[None]:
    """Reading makes a ring of each statement to the store, whose memory is not to grow while it lasts."""
    before = gc.get_threshold()
    gc.set_threshold(OFTEN, *OLDER)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def give_back() -> None:
    """Gives what is free in between back to the system, where the C library can: answers of every size leave holes."""
    if _TRIM is not None:
        _TRIM(0)
