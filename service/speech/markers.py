"""The signed mark by which Detour knows its own comments. Where readers do not see it is each tracker's matter.

That our account wrote a comment is not enough, for others use that account too. The signature binds the mark to its
issue, so that a mark copied elsewhere is worth nothing; the issue is not spelled out in it. What the comment says is
not signed: people may mend a typo in it without making it a stranger.
"""

from __future__ import annotations

import hmac
import json
import re
from dataclasses import dataclass
from enum import StrEnum

_SIGNED = re.compile(
    r"v1 (?P<role>[a-z-]{1,32}) (?P<generation>[0-9]{1,18}) (?P<signature>[0-9a-f]{64})",
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
    """What a comment's mark vouches for.

    ``issue`` is an identity that no transfer or rename changes where the tracker has one: site and id. ``generation``
    counts the comments of a role on an issue. A remark's digest has no place here: whoever may see all but one of the
    things that it is made of, an issue of a hidden project, could find the last by trying.
    """

    issue: str
    role: Role
    generation: int


def signed(mark: Mark, key: bytes) -> str:
    """The mark as text: lower-case letters, digits, hyphens and spaces. Pure."""
    return f"v1 {mark.role} {mark.generation} {_signature(mark, key)}"


def read(text: str, key: bytes, issue: str) -> Mark | None:
    """The mark, if it was signed with the key for this issue. Pure."""
    found = _SIGNED.fullmatch(text)
    if found is None or found["role"] not in set(Role):
        return None
    mark = Mark(issue, Role(found["role"]), int(found["generation"]))
    return mark if hmac.compare_digest(_signature(mark, key), found["signature"]) else None


def _signature(mark: Mark, key: bytes) -> str:
    """HMAC-SHA256 over the fields as JSON, which no two marks share."""
    fields = json.dumps(["detour marker", 1, mark.issue, mark.role, mark.generation])
    return hmac.new(key, fields.encode("ascii"), "sha256").hexdigest()
