"""The deliveries: what webhooks brought and what became of it, and dead letters with their reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import escape

from service.access.viewer import Role
from service.actions.deliveries import LISTED, NO_DELIVERY
from service.actions.numbers import number_of
from service.pages.bodies import shown_body
from service.pages.messages import dead_of, may_see
from service.pages.rendering import with_query
from service.pages.work import work
from service.refused import Refused
from service.store import deliveries as store
from service.store.deliveries import DeliveryState
from service.store.notifications import count_by_state

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.pages.desk import Visit

PAGE: Final = 50
STATES: Final = {
    DeliveryState.KEPT: "not looked at yet",
    DeliveryState.DONE: "done",
    DeliveryState.DEAD: "dead",
}


def deliveries(visit: Visit) -> Mapping[str, object]:
    """The values of the page, with the work that fails; ``?dead`` is short for the dead letters."""
    site, below = visit.words("site"), visit.words("below")
    word = "dead" if "dead" in visit.request.query_params else visit.words("state")
    state = _state(word)
    sites = sorted(visit.decisions.settings.sites)
    found = store.listed(
        visit.connection, PAGE + 1, state, site, number_of(below, NO_DELIVERY, LISTED) if below else None
    )
    query = {"state": word, "site": site}
    return {
        "rows": visit.seen(found[:PAGE]),
        "words": STATES,
        "sites": sites,
        "site": site,
        "state": word,
        "states": [(one.value, words) for one, words in STATES.items()],
        "dead": store.count(visit.connection, DeliveryState.DEAD),
        "waiting": store.count(visit.connection, DeliveryState.KEPT),
        "told_programs": bool(visit.decisions.settings.webhooks) and may_see(visit.viewer, visit.sight),
        "messages_dead": dead_of(count_by_state(visit.connection)),
        "older": with_query("/deliveries", {**query, "below": found[PAGE - 1].id}) if len(found) > PAGE else "",
        "newest": with_query("/deliveries", query) if below else "",
        **work(visit),
    }


def delivery(visit: Visit) -> Mapping[str, object]:
    """The values of the page of one; its body is for admins."""
    found = store.delivery_of(visit.connection, number_of(visit.request.path_params["id"], NO_DELIVERY, LISTED))
    if found is None:
        raise Refused(404, NO_DELIVERY, LISTED)
    told, body = found
    may_read = visit.viewer.role >= Role.ADMIN
    text, whole = shown_body(body) if may_read else ("", True)
    return {"one": visit.seen(told), "words": STATES, "may_read": may_read, "body": escape(text), "whole": whole}


def _state(word: str) -> DeliveryState | None:
    if not word:
        return None
    try:
        return DeliveryState(word)
    except ValueError:
        known = ", ".join(one.value for one in DeliveryState)
        raise Refused(400, "There is no state like that", f"state is one of {known}.") from None
