"""Which repository, issue or pull request a GitHub URL names."""

from __future__ import annotations

import re
from typing import Final

# https://HOST/OWNER/REPO/issues/12 in a browser, https://api.HOST/repos/OWNER/REPO/issues/12 in the API
ADDRESS: Final = re.compile(
    r"https?://[^/\s]+/(?:api/v3/)?(?:repos/)?([^/\s]+/[^/\s]+)(?:/(?:issues|pull)/([0-9]{1,16}))?/?\Z"
)


def address_of(url: str | None) -> tuple[str, str]:
    """The repository and the number that an address names, or two empty strings."""
    match = ADDRESS.match(url or "")
    return (match[1], match[2] or "") if match else ("", "")
