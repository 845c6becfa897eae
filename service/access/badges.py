"""Addresses of badges that show a team's figure to whoever has them, for READMEs, which are shown without a session.

SonarQube has it alike: https://docs.sonarsource.com/sonarqube-server/latest/user-guide/project-badge/ .
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from service.access.viewer import Role, Viewer

if TYPE_CHECKING:
    from starlette.types import Scope

BEFORE, BEHIND = "/teams/", "/badge.svg"
FIELD: Final = "key"
MOST_FIELDS: Final = 10
LENGTH: Final = 32
READER: Final = Viewer("badge", "a badge", Role.VIEWER)
"""Whoever looks at a badge by such an address: somebody of no group."""


def badge_key(key: bytes, team: str) -> str:
    """What opens the badges of one team and nothing else, by the store's key. Pure."""
    return hmac.digest(key, f"detour badge\0{team}".encode(), sha256).hex()[:LENGTH]


def shown_key(scope: Scope) -> tuple[str, str] | None:
    """The team whose badge a request asks for, and the key that it shows; ``None`` where it does neither. Pure."""
    path, method = scope["path"], scope["method"]
    if method not in {"GET", "HEAD"} or not path.startswith(BEFORE) or not path.endswith(BEHIND):
        return None
    try:
        found = parse_qs(scope["query_string"].decode("ascii"), max_num_fields=MOST_FIELDS).get(FIELD)
    except ValueError:
        return None
    return (path.removeprefix(BEFORE).removesuffix(BEHIND), found[0]) if found else None


def opens(key: bytes, team: str, shown: str) -> bool:
    """Whether what is shown opens a team's badges. Pure."""
    return hmac.compare_digest(badge_key(key, team).encode(), shown.encode("utf-8", "surrogateescape"))
