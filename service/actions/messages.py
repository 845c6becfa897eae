"""Has messages to programs sent again that were given up: a single one, or all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.actions.numbers import number_of
from service.refused import Refused
from service.store import notifications
from service.store.notifications import NotificationState

if TYPE_CHECKING:
    from service.actions.acting import Action

NO_MESSAGE: Final = "There is no such message"
LISTED: Final = "The list of messages, /messages, has all that are kept."
WAITS: Final = "That message waits already"
LATER: Final = "It is tried by itself when it is due."
NOBODY: Final = "That program is told nothing any more"
ADD: Final = "Its name has to stand at one of the [[webhooks]] of the configuration."


def send_again(action: Action) -> int:
    """Sends one message again that was given up, or taken; how many that are."""
    number = number_of(action.wish.path["id"], NO_MESSAGE, LISTED)
    found = notifications.message_of(action.connection, number)
    if found is None:
        raise Refused(404, NO_MESSAGE, LISTED)
    if found.state is NotificationState.WAITING:
        raise Refused(409, WAITS, LATER)
    if found.receiver not in _receivers(action):
        raise Refused(409, NOBODY, ADD)
    notifications.again(action.connection, number, action.now)
    before = {"to": found.receiver, "event": found.event, "state": found.state.value, "note": found.note}
    action.note("sent a message again", f"message {number}", before, {"state": NotificationState.WAITING.value})
    return 1


def send_dead_again(action: Action) -> int:
    """Sends all messages again that were given up; how many there were."""
    counts = {name: notifications.revive(action.connection, name, action.now) for name in _receivers(action)}
    told = {name: count for name, count in counts.items() if count}
    action.note("sent all dead messages again", "messages", {"dead": told}, {"dead": {}})
    return sum(told.values())


def _receivers(action: Action) -> list[str]:
    return [one.name for one in action.place.decisions.settings.webhooks]
