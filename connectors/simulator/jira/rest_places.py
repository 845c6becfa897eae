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
    """All that the caller sees; on Data Center those that are archived, too, if that is wanted."""
    archived = {False, call.request.query.get("includeArchived") == "true" and not call.world.cloud}
    return json_answer(200, [_listed(call, one) for one in _seen(call) if one.archived in archived])


def search_projects(call: Call) -> Answer:
    """The same, page by page, in the order of their keys."""
    query = call.request.query
    wanted = STATUSES.get(query.get("status", "live"))
    if wanted is None:
        raise Refused(400, "The value for the status parameter is not valid.")
    seen = _seen(call) if query.get("action") == "browse" else _administered(call)
    found = sorted((one for one in seen if one.archived == wanted), key=lambda one: one.key)
    start, most = call.number("startAt", 0, 10**9), call.number("maxResults", 50, 100)
    values = [_listed(call, one) for one in found[start : start + most]]
    last = start + most >= len(found)
    page = {"startAt": start, "maxResults": most, "total": len(found), "isLast": last}
    return json_answer(200, {"self": f"{call.to.api}/project/search", **page, "values": values})


STATUSES: Final = {"live": False, "archived": True}


def _listed(call: Call, project: Project) -> dict[str, object]:
    return {**call.to.project(project), "archived": project.archived}


def _seen(call: Call) -> list[Project]:
    return [one for one in call.world.projects.values() if call.world.role(call.account, one) != "none"]


def _administered(call: Call) -> list[Project]:
    """What is seen, and everything by those who administer Jira: they need not be able to read it."""
    if call.account.login in call.world.administrators:
        return list(call.world.projects.values())
    return _seen(call)


def get_project(call: Call) -> Answer:
    """One project, by key or number."""
    for one in _seen(call):
        if call.parts["project"] in {one.key, str(one.id)}:
            return json_answer(200, _listed(call, one))
    raise Refused(404, f"No project could be found with key '{call.parts['project']}'.")


def list_components(call: Call) -> Answer:
    """The parts of a project, which everybody sees who sees it."""
    for one in _seen(call):
        if call.parts["project"] in {one.key, str(one.id)}:
            about = {"project": one.key, "projectId": one.id, "assigneeType": "PROJECT_DEFAULT"}
            return json_answer(200, [call.to.component(one, name) | about for name in one.components])
    raise Refused(404, f"No project could be found with key '{call.parts['project']}'.")


ROUTES: Final = (
    Route("GET", "/myself", myself),
    Route("GET", "/serverInfo", server_info),
    Route("GET", "/field", list_fields),
    Route("GET", "/project", list_projects),
    Route("GET", "/project/search", search_projects),
    Route("GET", "/project/{project}", get_project),
    Route("GET", "/project/{project}/components", list_components),
)
ON_CLOUD: Final = frozenset({"/project/search"})
