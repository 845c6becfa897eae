"""Checks in the REST API: an App alone writes them, if an organisation has granted it that.

https://docs.github.com/en/rest/checks/runs
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator.github import check_changes, check_documents
from connectors.simulator.github.access import Refused
from connectors.simulator.github.happenings import Invalid
from connectors.simulator.github.rest import HIDDEN, Call, json_answer, page_size
from connectors.simulator.routing import Route

if TYPE_CHECKING:
    from connectors.simulator.github.apps import App
    from connectors.simulator.github.model import CheckRun
    from connectors.simulator.serving import Answer

NO_APP: Final = "You must authenticate via a GitHub App."
NOT_GRANTED: Final = "Resource not accessible by integration"


def create_check(call: Call) -> Answer:
    """A new check on a commit."""
    place, app = call.repository(), _app(call)
    call.text("name"), call.text("head_sha")
    try:
        made = check_changes.create(call.world, app, place, call.body())
    except Invalid as invalid:
        raise Refused(422, str(invalid)) from invalid
    return json_answer(201, check_documents.check_run(made, place, call.at))


def update_check(call: Call) -> Answer:
    """An App changes its own checks alone."""
    place, app, check = call.repository(), _app(call), _check(call)
    if check.app is not app:
        raise Refused(403, "Invalid app_id")
    try:
        check_changes.update(call.world, check, call.body())
    except Invalid as invalid:
        raise Refused(422, str(invalid)) from invalid
    return json_answer(200, check_documents.check_run(check, place, call.at))


def get_check(call: Call) -> Answer:
    """One check."""
    return json_answer(200, check_documents.check_run(_check(call), call.repository(), call.at))


def list_checks(call: Call) -> Answer:
    """What is said of a commit, the latest first; of each name the latest alone, unless all are asked for."""
    place, asked = call.repository(), call.request.query
    found = [
        one
        for one in reversed(place.checks.values())
        if one.head == call.parts["ref"]
        and asked.get("check_name", one.name) == one.name
        and asked.get("app_id", str(one.app.id)) == str(one.app.id)
    ]
    if asked.get("filter", "latest") == "latest":
        found = list({(one.app.id, one.name): one for one in reversed(found)}.values())
    runs = [check_documents.check_run(one, place, call.at) for one in found[: page_size(call)]]
    return json_answer(200, {"total_count": len(found), "check_runs": runs})


def _check(call: Call) -> CheckRun:
    found = call.repository().checks.get(call.count("check"))
    if found is None:
        raise Refused(404, HIDDEN)
    return found


def _app(call: Call) -> App:
    """The App that asks, if it may write checks here."""
    installation = call.caller.installation
    if installation is None:
        raise Refused(403, NO_APP)
    if installation.permissions.get("checks") != "write":
        raise Refused(403, NOT_GRANTED)
    return installation.app


ROUTES: Final = (
    Route("POST", "/repos/{owner}/{name}/check-runs", create_check),
    Route("GET", "/repos/{owner}/{name}/check-runs/{check}", get_check),
    Route("PATCH", "/repos/{owner}/{name}/check-runs/{check}", update_check),
    Route("GET", "/repos/{owner}/{name}/commits/{ref}/check-runs", list_checks),
)
