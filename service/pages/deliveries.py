"""The deliveries: what webhooks brought and what became of it, dead letters with their reasons, and how to replay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import escape

from service.access.viewer import Role
from service.pages.acting import back
from service.pages.bodies import shown_body
from service.pages.desk import Refused
from service.pages.rendering import with_query
from service.store import deliveries as store
from service.store.deliveries import DeliveryState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.pages.acting import Action
    from service.pages.desk import Visit

PAGE: Final = 50
LARGEST: Final = 2**62
NO_DELIVERY: Final = "There is no such delivery"
STATES: Final = {
    DeliveryState.KEPT: "not looked at yet",
    DeliveryState.DONE: "done",
    DeliveryState.DEAD: "dead",
}


def deliveries(visit: Visit) -> Mapping[str, object]:
    """The values of the page; ``?dead`` is short for the dead letters."""
    site, below = visit.words("site"), visit.words("below")
    word = "dead" if "dead" in visit.request.query_params else visit.words("state")
    state = _state(word)
    sites = sorted(visit.decisions.settings.sites)
    found = store.listed(visit.connection, PAGE + 1, state, site, _number(below) if below else None)
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
        "older": with_query("/deliveries", {**query, "below": found[PAGE - 1].id}) if len(found) > PAGE else "",
        "newest": with_query("/deliveries", query) if below else "",
    }


def delivery(visit: Visit) -> Mapping[str, object]:
    """The values of the page of one; its body is for admins."""
    found = store.delivery_of(visit.connection, _number(visit.request.path_params["id"]))
    if found is None:
        raise Refused(404, NO_DELIVERY, "The page of deliveries lists them.")
    told, body = found
    may_read = visit.viewer.role >= Role.ADMIN
    text, whole = shown_body(body) if may_read else ("", True)
    return {"one": visit.seen(told), "words": STATES, "may_read": may_read, "body": escape(text), "whole": whole}


def replay_one(action: Action) -> str:
    """Looks at one delivery again."""
    number = _number(action.request.path_params["id"])
    found = store.delivery_of(action.connection, number)
    if found is None:
        raise Refused(404, NO_DELIVERY, "The page of deliveries lists them.")
    store.replay(action.connection, [number])
    before = {"state": found[0].state.value, "note": found[0].note}
    action.note("replayed a delivery", f"delivery {number}", before, {"state": DeliveryState.KEPT.value})
    return back(f"/deliveries/{number}", "replayed")


def replay_dead(action: Action) -> str:
    """Looks at every dead letter again."""
    count = store.replay(action.connection, None)
    action.note("replayed all dead letters", "deliveries", {"dead": count}, {"dead": 0})
    return back("/deliveries", "replayed")


def _state(word: str) -> DeliveryState | None:
    if not word:
        return None
    try:
        return DeliveryState(word)
    except ValueError:
        known = ", ".join(one.value for one in DeliveryState)
        raise Refused(400, "There is no state like that", f"state is one of {known}.") from None


def _number(text: str) -> int:
    """Raises ``Refused`` for what numbers no delivery."""
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) < LARGEST):  # noqa: PLR2004
        raise Refused(404, NO_DELIVERY, "Begin again at /deliveries.")
    return int(text)
