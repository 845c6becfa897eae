"""Has work tried again on which it fails: on a single issue, or all that was given up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.actions.numbers import number_of
from service.refused import Refused
from service.store import failures

if TYPE_CHECKING:
    from service.actions.acting import Action

NO_WORK: Final = "There is no work that fails like that"
LISTED: Final = "It was done meanwhile, or somebody else has it tried again; /deliveries lists what fails."


def try_again(action: Action) -> int:
    """Tries one piece of work as if it had never failed; how many that are."""
    number = number_of(action.wish.path["id"], NO_WORK, LISTED)
    found = failures.failure_of(action.connection, number)
    if found is None:
        raise Refused(404, NO_WORK, LISTED)
    count = failures.replay(action.connection, [number], action.now)
    before = {"lane": found.lane.value, "tries": found.tries, "dead": found.dead, "reason": found.reason}
    action.note("had work tried again", f"{found.site} {found.ref}", before)
    return count


def try_dead_again(action: Action) -> int:
    """Tries all work again that was given up; how much there was."""
    count = failures.replay(action.connection, None, action.now)
    action.note("had all work tried again that was given up", "work", {"dead": count}, {"dead": 0})
    return count
