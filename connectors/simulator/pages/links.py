"""Where a link of strangers may lead: out to the web, and nowhere else."""

from __future__ import annotations

import re
from html import escape
from typing import Final

_WEB: Final = re.compile(r"https?://[^\s\"<>]+", re.IGNORECASE)


def web(url: object) -> str:
    """The address if it is one of the web; nothing for ``javascript:`` and its like."""
    return url if isinstance(url, str) and _WEB.fullmatch(url) else ""


def anchor(url: object, shown: str) -> str:
    """``shown``, which is HTML, as a link to the web; without one if the address is another."""
    leads = web(url)
    return f'<a href="{escape(leads)}">{shown}</a>' if leads else shown
