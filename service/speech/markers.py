"""The signed marker by which Detour knows its own comments on GitHub: a hidden HTML comment, the body's last line.

That our account wrote a comment is not enough, for others use that account too. The signature binds the marker to its
issue, so that a marker copied elsewhere is worth nothing; the issue is not spelled out in it. What stands above it is
not signed: people may mend a typo in a comment without making it a stranger.
"""

from __future__ import annotations

import hmac
import json
import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 512
"""More than any marker has, with the white space after it. No more of a body is looked at."""

_MARKER = re.compile(
    r"\n<!-- detour: v1 (?P<role>[a-z-]{1,32}) (?P<generation>[0-9]{1,18})"
    r" (?P<signature>[0-9a-f]{64}) -->\s*\Z",
    re.ASCII,
)


class Role(StrEnum):
    """What a comment is for; an issue has at most one of each."""

    VERDICT = "verdict"
    """On the issue that waits."""
    BRIEF = "need-brief"
    """On the blocker: who asks for it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a marker vouches for.

    ``issue`` is an identity that no transfer or rename changes where the tracker has one: site and id. ``generation``
    counts the comments of a role on an issue. A remark's digest has no place here: whoever may see all but one of the
    things that it is made of, an issue of a hidden project, could find the last by trying.
    """

    issue: str
    role: Role
    generation: int


def stamp(body: str, mark: Mark, key: bytes) -> str:
    """The body with its marker. Pure."""
    signed = f"{mark.role} {mark.generation} {_signature(mark, key)}"
    return f"{body.rstrip()}\n\n<!-- detour: v1 {signed} -->\n"


def read(body: str, key: bytes, issue: str) -> Mark | None:
    """The marker at the end of a body, if it was signed with the key for this issue. Pure.

    Line ends may be those of GitHub, CRLF. The work does not grow with the body.
    """
    found = _MARKER.search(body[-LONGEST:])
    if found is None or found["role"] not in set(Role):
        return None
    mark = Mark(issue, Role(found["role"]), int(found["generation"]))
    return mark if hmac.compare_digest(_signature(mark, key), found["signature"]) else None


def _signature(mark: Mark, key: bytes) -> str:
    """HMAC-SHA256 over the fields as JSON, which no two marks share."""
    signed = json.dumps(["detour marker", 1, mark.issue, mark.role, mark.generation])
    return hmac.new(key, signed.encode("ascii"), "sha256").hexdigest()
