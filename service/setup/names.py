"""Whether two names mean one team: people spell it one way in Jira, another on GitHub. Pure."""

from __future__ import annotations

import re
from typing import Final

SPLIT: Final = re.compile(r"[\W_]+")
SEAMS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
IDLE: Final = frozenset({"team", "teams", "squad", "crew", "group", "the", "project", "devs", "developers", "board"})
"""Words that tell no team from another."""
SHORTEST: Final = 3
"""Letters of a key, at least, for it to mean a team whose name begins so."""


def folded(name: str) -> str:
    """The same for all spellings: ``Team Payments``, ``payments-team`` and ``PaymentsTeam`` are ``payments``."""
    words = [word for word in SPLIT.split(SEAMS.sub(" ", name).casefold()) if word]
    return "-".join([word for word in words if word not in IDLE] or words) or "unnamed"


def begins(key: str, name: str) -> bool:
    """Whether a key is short for a folded name: ``PAY`` is for ``payments``."""
    return len(key) >= SHORTEST and name.replace("-", "").startswith(key.casefold())


def family(repository: str) -> str:
    """The word that a repository's name begins with, where more follow: ``pay`` of ``acme/pay-web``."""
    name = repository.rpartition("/")[2]
    first, separator, _ = name.partition("-")
    return first.casefold() if separator and first else ""
