"""Finds the issue that an address names, for whoever may know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.model import Ref
from service.refused import Refused
from service.stored import rows_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from service.access.sight import Sight

TRACKERS: Final = frozenset({"github", "jira"})
UNKNOWN: Final = "No such issue is known here"
HINT: Final = "A webhook that names it, or an audit that reads its project or repository, makes it known."


def located(connection: Connection, sight: Sight, path: Mapping[str, str]) -> tuple[int, Ref]:
    """The row and the address of the issue of a path's ``tracker``, ``site`` and ``ref``.

    Raises ``Refused`` for one that nobody knows, or that the viewer may not know of: as if it were not there.
    """
    wanted = Ref(f"{path['tracker']}/{path['site']}", path["ref"])
    if path["tracker"] in TRACKERS and sight.sees(wanted):
        for found in rows_named(connection, f"{wanted.site} {wanted.text}").items():
            if sight.sees(found[1]):
                return found
    raise Refused(404, UNKNOWN, HINT)
