"""The numbers by which addresses name what the store keeps."""

from __future__ import annotations

from typing import Final

from service.refused import Refused

LARGEST: Final = 2**62
"""No row has a larger number, and databases cannot be asked for all of those."""
LONGEST: Final = 20


def number_of(text: str, title: str, advice: str) -> int:
    """A row's number. Raises ``Refused`` with 404 for what numbers nothing. Pure."""
    if not (text.isascii() and text.isdecimal() and len(text) < LONGEST and int(text) < LARGEST):
        raise Refused(404, title, advice)
    return int(text)
