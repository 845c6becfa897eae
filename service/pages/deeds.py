"""The log of deeds: who did what, when, about what, and how it was before and after. For admins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec

from service.access.viewer import Role
from service.pages.rendering import with_query
from service.refused import Refused
from service.store.deeds import Deed, latest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.pages.desk import Visit

PAGE: Final = 50
LONGEST_NUMBER: Final = 18


@dataclass(frozen=True, slots=True)
class Row:
    """A deed, and what it changed, in words."""

    deed: Deed
    before: str
    after: str


def deeds(visit: Visit) -> Mapping[str, object]:
    """The values of the page."""
    if visit.viewer.role < Role.ADMIN:
        raise Refused(403, "This takes the role admin", "An administrator gives roles under [access.roles].")
    below, who = visit.words("below"), visit.words("who")
    if below and not (below.isascii() and below.isdecimal() and len(below) <= LONGEST_NUMBER):
        raise Refused(400, "There is no such page of deeds", "Begin again at /deeds.")
    found = latest(visit.connection, PAGE + 1, below=int(below) if below else None, who=who)
    return {
        "rows": [Row(one, _words(one.before), _words(one.after)) for one in found[:PAGE]],
        "who": who,
        "newest": with_query("/deeds", {"who": who}) if below else "",
        "older": with_query("/deeds", {"who": who, "below": found[PAGE - 1].id}) if len(found) > PAGE else "",
    }


def _words(value: Any) -> str:  # noqa: ANN401  # whatever JSON can say
    """What JSON says, for people."""
    if value is None or value == {}:
        return ""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_words(one) or '-'}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(_words, value))
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
