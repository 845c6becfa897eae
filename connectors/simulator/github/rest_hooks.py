"""What was sent by webhooks, and sent again: an App's own, which takes its JWT, and those of organisations.

https://docs.github.com/en/rest/apps/webhooks , https://docs.github.com/en/rest/orgs/webhooks
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator.github import hook_documents
from connectors.simulator.github.access import Refused
from connectors.simulator.github.rest import HIDDEN, Call, json_answer, page_size, paged
from connectors.simulator.github.rest_apps import app_of
from connectors.simulator.routing import Route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.simulator.github.hook_log import Attempt
    from connectors.simulator.github.model import Account
    from connectors.simulator.serving import Answer

CURSOR: Final = "v1_"
OUTCOMES: Final = {"success": range(200, 400), "failure": range(400, 600)}
"""By status codes: who did not answer in time is neither."""


def of_app(call: Call) -> Answer:
    """What an App's webhook sent."""
    return _listed(call, call.hooks.of_app(app_of(call)))


def config_of_app(call: Call) -> Answer:
    """Where an App's webhook sends; nowhere, if it has none."""
    found = call.hooks.hook_of(app_of(call))
    return json_answer(200, hook_documents.config(found) if found is not None else {"content_type": "form"})


def again_of_app(call: Call) -> Answer:
    """One of them once more."""
    return _again(call, call.hooks.of_app(app_of(call)))


def hooks(call: Call) -> Answer:
    """An organisation's webhooks."""
    owner = _managed(call)
    return paged(call, call.hooks.of(owner), lambda one: hook_documents.hook(one[0], one[1], owner, call.at))


def of_hook(call: Call) -> Answer:
    """What one of them sent."""
    return _listed(call, _sent(call))


def again_of_hook(call: Call) -> Answer:
    """One delivery once more."""
    return _again(call, _sent(call))


def _sent(call: Call) -> list[Attempt]:
    owner, number = _managed(call), call.count("hook")
    if number not in dict(call.hooks.of(owner)):
        raise Refused(404, HIDDEN)
    return call.hooks.log.of(number, owner.id)


def _managed(call: Call) -> Account:
    """The organisation, if the caller owns it, by a token with the scope ``admin:org_hook``."""
    found = call.world.accounts.get(call.parts["owner"].lower())
    if found is None or call.caller.account.login.lower() not in found.hook_managers:
        raise Refused(404, HIDDEN)
    return found


def _listed(call: Call, attempts: Sequence[Attempt]) -> Answer:
    """A page of them, which begins with the one that the cursor names."""
    codes = OUTCOMES.get(call.request.query.get("status", ""))
    wanted = [one for one in attempts if codes is None or one.status_code in codes]
    first = call.request.query.get("cursor", "").removeprefix(CURSOR)
    if first:
        wanted = [one for one in wanted if one.id <= int(first)]
    size = page_size(call)
    documents = [hook_documents.attempt(one) for one in wanted[:size]]
    if len(wanted) <= size:
        return json_answer(200, documents)
    query = {**call.request.query, "cursor": f"{CURSOR}{wanted[size].id}"}
    url = f"{call.at.origin}{call.request.path}?" + "&".join(f"{name}={value}" for name, value in query.items())
    return json_answer(200, documents, link=f'<{url}>; rel="next"')


def _again(call: Call, attempts: Sequence[Attempt]) -> Answer:
    number = call.count("delivery")
    for one in attempts:
        if one.id == number:
            call.hooks.again(one.delivery)
            return json_answer(202, {})
    raise Refused(404, HIDDEN)


_OF_APP: Final = "/app/hook/deliveries"
_OF_HOOK: Final = "/orgs/{owner}/hooks/{hook}/deliveries"
ROUTES: Final = (
    Route("GET", "/app/hook/config", config_of_app),
    Route("GET", _OF_APP, of_app),
    Route("POST", f"{_OF_APP}/{{delivery}}/attempts", again_of_app),
    Route("GET", "/orgs/{owner}/hooks", hooks),
    Route("GET", _OF_HOOK, of_hook),
    Route("POST", f"{_OF_HOOK}/{{delivery}}/attempts", again_of_hook),
)
