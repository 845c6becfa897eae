"""Whether a request that failed was ever sent: vendors' libraries tell it in what they raise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests import ConnectTimeout
from urllib3.exceptions import MaxRetryError, NewConnectionError

if TYPE_CHECKING:
    from requests import RequestException


def never_sent(error: RequestException) -> bool:
    """Whether there was no connection to send anything over."""
    if isinstance(error, ConnectTimeout):
        return True
    inner = error.args[0] if error.args else None
    return isinstance(inner, MaxRetryError) and isinstance(inner.reason, NewConnectionError)
