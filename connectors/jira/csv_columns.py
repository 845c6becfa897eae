"""What the columns of Jira's CSV export are called and hold, on Cloud and Data Center; looked up in real exports.

A column of links holds what the issue's document lists on that side: "Inward issue link (Blocks)" the issues that this
one is blocked by, "Outward issue link (Cloners)" those that it was cloned from.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

ISSUE_KEY: Final = "Issue key"
NEEDED: Final = ((ISSUE_KEY,), ("Status Category", "Resolution"))
"""Without the one nobody knows which issue a row is of, without the others whether it is open."""
CATEGORIES: Final = {
    "new": "new",
    "to do": "new",
    "in progress": "indeterminate",
    "done": "done",
    "complete": "done",
    "no category": "undefined",
}
UNRESOLVED: Final = "unresolved"
PHRASES: Final = {
    "blocks": ("is blocked by", "blocks"),
    "cloners": ("is cloned by", "clones"),
    "duplicate": ("is duplicated by", "duplicates"),
    "relates": ("relates to", "relates to"),
}
"""The types that every Jira is born with, inward and outward. Of other names sites make what they like: "Depends" has
"depends on" on either side. https://developer.atlassian.com/cloud/jira/platform/issue-linking-model/"""
LINK: Final = re.compile(r"(inward|outward) issue link \((.{1,255})\)", re.IGNORECASE | re.DOTALL)


@lru_cache(maxsize=1024)
def link_of(column: str) -> tuple[str, str] | None:
    """The side, ``inward`` or ``outward``, and the type of the links in a column; ``None`` if it holds others."""
    match = LINK.fullmatch(column)
    return None if match is None else (match[1].lower(), match[2])
