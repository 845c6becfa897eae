"""``Retry-After``, in seconds or as a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after . Pure."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """The seconds to wait that an answer names; ``None`` if it names none that can be read.

    ``headers`` take lower-case names; ``now`` is in seconds since 1970.
    """
    text = headers.get("retry-after", "").strip()
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (OverflowError, ValueError):
        return None
