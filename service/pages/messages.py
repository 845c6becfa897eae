"""The messages to programs: what became of each, and those that were given up, with their reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.access.viewer import Role
from service.actions.messages import LISTED, NO_MESSAGE
from service.actions.numbers import number_of
from service.pages.rendering import with_query
from service.refused import Refused
from service.store import notifications
from service.store.notifications import NotificationState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.access.sight import Sight
    from service.access.viewer import Viewer
    from service.pages.desk import Visit

PAGE: Final = 50
STATES: Final = {
    NotificationState.WAITING: "waits to be sent",
    NotificationState.TAKEN: "taken",
    NotificationState.DEAD: "dead",
}


def messages(visit: Visit) -> Mapping[str, object]:
    """The values of the page."""
    require_sight(visit.viewer, visit.sight)
    word, below = visit.words("state"), visit.words("below")
    state = _state(word)
    last = number_of(below, NO_MESSAGE, LISTED) if below else None
    found = notifications.latest(visit.connection, PAGE + 1, state, below=last)
    return {
        "rows": visit.seen(found[:PAGE]),
        "words": STATES,
        "state": word,
        "states": [(one.value, words) for one, words in STATES.items()],
        "dead": dead_of(notifications.count_by_state(visit.connection)),
        "told": {one.name for one in visit.decisions.settings.webhooks},
        "older": with_query("/messages", {"state": word, "below": found[PAGE - 1].id}) if len(found) > PAGE else "",
        "newest": with_query("/messages", {"state": word}) if below else "",
    }


def may_see(viewer: Viewer, sight: Sight) -> bool:
    """Whether somebody may act, or see everything: messages tell of all that happens."""
    return viewer.role >= Role.OPERATOR or sight.sees_all


def require_sight(viewer: Viewer, sight: Sight) -> None:
    """Raises ``Refused`` for whoever may not see messages."""
    if not may_see(viewer, sight):
        raise Refused(403, "This takes the role operator", "An administrator gives roles under [access.roles].")


def dead_of(counts: Mapping[tuple[str, str], int]) -> int:
    """How many messages were given up, by their counts. Pure."""
    return sum(number for (_, state), number in counts.items() if state == NotificationState.DEAD)


def _state(word: str) -> NotificationState | None:
    if not word:
        return None
    try:
        return NotificationState(word)
    except ValueError:
        known = ", ".join(one.value for one in NotificationState)
        raise Refused(400, "There is no state like that", f"state is one of {known}.") from None
