"""Begins an audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.pipeline.audits import Auditing, Order
from service.refused import Refused
from service.store import audits

if TYPE_CHECKING:
    from service.actions.acting import Action

UNREADABLE: Final = "No site can be read"
CONNECT: Final = "Give [[github]] or [[jira]] a token, and restart Detour."


def begin(action: Action) -> int:
    """Begins an audit of all sites; its number. One that is under way, and was begun like this, is gone on with.

    ``full`` is ``yes`` where every open issue is to be read, and not only what moved.
    """
    place = action.place
    if not any(map(place.sites.readable, place.sites.by_name)):
        raise Refused(409, UNREADABLE, CONNECT)
    order = Order(sites=tuple(sorted(place.sites.by_name)), asked_by=audits.PAGE, full=action.words("full") == "yes")
    begun = Auditing(place.engine, place.decisions, place.sites).begin_in(action.connection, order, action.now)
    assert begun is not None  # noqa: S101  # only those of a moment of the schedule are begun by somebody else
    action.note("began an audit", f"audit {begun.id}", after={"sites": list(order.sites), "full": order.full})
    return begun.id
