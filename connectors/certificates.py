"""The certificates that connections trust: read once, for each client that reads them by itself takes 70 ms for it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    import ssl


@cache
def trusted() -> ssl.SSLContext:
    """One for the process: those of ``SSL_CERT_FILE`` or ``SSL_CERT_DIR`` where the environment names them."""
    return httpx.create_ssl_context()
