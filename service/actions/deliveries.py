"""Has deliveries looked at again: a single one, or every dead letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.actions.numbers import number_of
from service.refused import Refused
from service.store import deliveries as store
from service.store.deliveries import DeliveryState

if TYPE_CHECKING:
    from service.actions.acting import Action

NO_DELIVERY: Final = "There is no such delivery"
LISTED: Final = "The list of deliveries, /deliveries, has all that are kept."


def replay_one(action: Action) -> int:
    """Looks at one delivery again, whatever became of it before; how many that are."""
    number = number_of(action.wish.path["id"], NO_DELIVERY, LISTED)
    found = store.delivery_of(action.connection, number)
    if found is None:
        raise Refused(404, NO_DELIVERY, LISTED)
    count = store.replay(action.connection, [number])
    before = {"state": found[0].state.value, "note": found[0].note}
    action.note("replayed a delivery", f"delivery {number}", before, {"state": DeliveryState.KEPT.value})
    return count


def replay_dead(action: Action) -> int:
    """Looks at every dead letter again; how many there were."""
    count = store.replay(action.connection, None)
    action.note("replayed all dead letters", "deliveries", {"dead": count}, {"dead": 0})
    return count
