"""Everything around issues in the API: who one is, projects, fields.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-projects/ , .../api-group-issue-fields/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator.answers import json_answer
from connectors.simulator.jira.access import Refused
from connectors.simulator.jira.documents import EPIC, FIELDS, SPRINT, TEAM
from connectors.simulator.routing import Route

if TYPE_CHECKING:
    from connectors.simulator.jira.model import Project
    from connectors.simulator.jira.rest import Call
    from connectors.simulator.serving import Answer

CUSTOM: Final = {
    SPRINT: ("Sprint", "com.pyxis.greenhopper.jira:gh-sprint"),
    EPIC: ("Epic Link", "com.pyxis.greenhopper.jira:gh-epic-link"),
    TEAM: ("Team", "com.atlassian.teams:rm-teams-custom-field-team"),
}


def myself(call: Call) -> Answer:
    """Who asks."""
    return json_answer(200, call.to.account(call.account))


def server_info(call: Call) -> Answer:
    """What kind of Jira it is."""
    kind = "Cloud" if call.world.cloud else "Server"
    version = "1001.0.0" if call.world.cloud else "9.12.0"
    return json_answer(200, {"baseUrl": call.to.origin, "version": version, "deploymentType": kind})


def list_fields(_call: Call) -> Answer:
    """All fields, those of the site's own among them."""
    shown = []
    for name in FIELDS:
        told, kind = CUSTOM.get(name, (name.capitalize(), ""))
        schema = {"schema": {"type": "any", "custom": kind, "customId": int(name[-5:])}} if kind else {}
        shown.append({"id": name, "key": name, "name": told, "custom": bool(kind), "clauseNames": [told], **schema})
    return json_answer(200, shown)


def list_projects(call: Call) -> Answer:
    """All that the caller sees."""
    return json_answer(200, [call.to.project(one) for one in _seen(call)])


def search_projects(call: Call) -> Answer:
    """The same, page by page."""
    seen = _seen(call)
    start, most = call.number("startAt", 0, 10**9), call.number("maxResults", 50, 100)
    values = [call.to.project(one) for one in seen[start : start + most]]
    last = start + most >= len(seen)
    page = {"startAt": start, "maxResults": most, "total": len(seen), "isLast": last}
    return json_answer(200, {"self": f"{call.to.api}/project/search", **page, "values": values})


def _seen(call: Call) -> list[Project]:
    return [one for one in call.world.projects.values() if call.world.role(call.account, one) != "none"]


def get_project(call: Call) -> Answer:
    """One project, by key or number."""
    for one in _seen(call):
        if call.parts["project"] in {one.key, str(one.id)}:
            return json_answer(200, call.to.project(one))
    raise Refused(404, f"No project could be found with key '{call.parts['project']}'.")


ROUTES: Final = (
    Route("GET", "/myself", myself),
    Route("GET", "/serverInfo", server_info),
    Route("GET", "/field", list_fields),
    Route("GET", "/project", list_projects),
    Route("GET", "/project/search", search_projects),
    Route("GET", "/project/{project}", get_project),
)
ON_CLOUD: Final = frozenset({"/project/search"})
