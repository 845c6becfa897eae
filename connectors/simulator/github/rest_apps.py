"""An App's own endpoints: its installations, and their tokens. They take the App's JWT.

https://docs.github.com/en/rest/apps/apps
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator.github import app_documents, place_documents
from connectors.simulator.github.access import Refused, bearer
from connectors.simulator.github.rest import HIDDEN, Call, json_answer, paged
from connectors.simulator.routing import Route

if TYPE_CHECKING:
    from connectors.simulator.github.apps import App
    from connectors.simulator.serving import Answer


def itself(call: Call) -> Answer:
    """The App."""
    return json_answer(200, app_documents.app(app_of(call), call.at))


def installations(call: Call) -> Answer:
    """Wherever the App is installed."""
    return paged(call, list(app_of(call).installations.values()), lambda one: app_documents.installation(one, call.at))


def installation(call: Call) -> Answer:
    """Where the App is installed for an owner."""
    found = app_of(call).installations.get(call.parts["owner"].lower())
    kind = "Organization" if call.request.path.startswith(f"{API}/orgs/") else "User"
    if found is None or found.owner.kind != kind:
        raise Refused(404, HIDDEN)
    return json_answer(200, app_documents.installation(found, call.at))


def access_token(call: Call) -> Answer:
    """A token of an hour for one installation."""
    app, number = app_of(call), call.count("installation")
    for found in app.installations.values():
        if found.id == number:
            token, expires = call.apps.new_token(found)
            told = {"token": token, "expires_at": place_documents.moment(expires)}
            return json_answer(201, told | {"permissions": found.permissions, "repository_selection": "all"})
    raise Refused(404, HIDDEN)


def conversion(call: Call) -> Answer:
    """What an App that was just made from a manifest is given, once, to whoever has its code.

    https://docs.github.com/en/rest/apps/apps#create-a-github-app-from-a-manifest
    """
    app, secret = call.apps.converted(call.parts["code"])
    return json_answer(201, app_documents.converted(app, secret, call.at))


def app_of(call: Call) -> App:
    """The App that signed the request."""
    return call.apps.signed_by(bearer(call.request.headers))


API: Final = "/api/v3"
MANIFESTS: Final = "/app-manifests"
"""Where a code is all that it takes."""
ROUTES: Final = (
    Route("GET", "/app", itself),
    Route("GET", "/app/installations", installations),
    Route("GET", "/orgs/{owner}/installation", installation),
    Route("GET", "/users/{owner}/installation", installation),
    Route("POST", "/app/installations/{installation}/access_tokens", access_token),
    Route("POST", f"{MANIFESTS}/{{code}}/conversions", conversion),
)
