"""Everything around issues in the API: who one is, who may do what, projects, fields.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-user-search/ , .../api-group-projects/
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
NEEDED: Final = {
    "BROWSE_PROJECTS": "read",
    "ADD_COMMENTS": "read",
    "EDIT_ISSUES": "write",
    "ADMINISTER_PROJECTS": "admin",
}
WHO: Final = {True: "accountId", False: "username"}
"""How Cloud and Data Center are told whom a search is for."""
RANKS: Final = ("none", "read", "write", "admin")


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


def find_permitted(call: Call) -> Answer:
    """Who may do something with an issue: for those who administer its project.

    Data Center looks names up by how they begin.
    """
    query = call.request.query
    if "issueKey" not in query or WHO[call.world.cloud] not in query:
        raise Refused(400, f"issueKey and {WHO[call.world.cloud]} are needed.")
    project = call.seen(query["issueKey"]).project
    if call.world.role(call.account, project) != "admin":
        raise Refused(403, "You do not have permission to view users with these permissions.")
    needed = NEEDED.get(query.get("permissions", ""))
    if needed is None:
        raise Refused(400, "The permissions parameter is not valid.")
    found = [
        one
        for one in call.world.accounts.values()
        if _fits(call, one.id, one.login) and _ranks(call.world.role(one, project), needed)
    ]
    most = call.number("maxResults", 50, 1000)
    return json_answer(200, [call.to.account(one) for one in found[:most]])


def _fits(call: Call, number: str, login: str) -> bool:
    query = call.request.query
    return number == query["accountId"] if call.world.cloud else login.startswith(query["username"])


def _ranks(role: str, needed: str) -> bool:
    return RANKS.index(role) >= RANKS.index(needed)


def my_permissions(call: Call) -> Answer:
    """What the caller may do; Cloud tells only of what is asked for."""
    key, asked = call.request.query.get("issueKey"), call.request.query.get("permissions", "")
    if call.world.cloud and not asked:
        raise Refused(400, "The 'permissions' query parameter is required.")
    role = call.world.role(call.account, call.seen(key).project) if key else "read"
    names = asked.split(",") if asked else list(NEEDED)
    shown = {}
    for number, name in enumerate(names):
        if name not in NEEDED:
            raise Refused(400, f"Unrecognized permission: {name}")
        has = _ranks(role, NEEDED[name])
        told = {"id": str(number), "key": name, "name": name.replace("_", " ").title(), "type": "PROJECT"}
        shown[name] = {**told, "description": "", "havePermission": has}
    return json_answer(200, {"permissions": shown})


ROUTES: Final = (
    Route("GET", "/myself", myself),
    Route("GET", "/serverInfo", server_info),
    Route("GET", "/field", list_fields),
    Route("GET", "/project", list_projects),
    Route("GET", "/project/search", search_projects),
    Route("GET", "/project/{project}", get_project),
    Route("GET", "/user/permission/search", find_permitted),
    Route("GET", "/mypermissions", my_permissions),
)
ON_CLOUD: Final = frozenset({"/project/search"})
