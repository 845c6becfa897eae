"""What people read of a comment on GitHub: Markdown, of the kind that Detour writes, without its marks."""

from __future__ import annotations

import re
from typing import Final

_LINK: Final = re.compile(r"\[([^\[\]]+)\]\([^()\s]+\)")
_MARKS: Final = re.compile(r"\*\*|`")


def unmarked(body: str) -> str:
    """The words."""
    return _MARKS.sub("", _LINK.sub(r"\1", body))
