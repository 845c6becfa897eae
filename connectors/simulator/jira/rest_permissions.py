"""Who may do what, in the API.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-permissions/ , .../api-group-user-search/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from connectors.simulator.answers import json_answer
from connectors.simulator.jira.access import Refused
from connectors.simulator.routing import Route

if TYPE_CHECKING:
    from connectors.simulator.jira.model import Account
    from connectors.simulator.jira.rest import Call
    from connectors.simulator.jira.world import World
    from connectors.simulator.serving import Answer

NEEDED: Final = {
    "BROWSE_PROJECTS": "read",
    "ADD_COMMENTS": "read",
    "EDIT_OWN_COMMENTS": "read",
    "DELETE_OWN_COMMENTS": "read",
    "EDIT_ISSUES": "write",
    "ADMINISTER_PROJECTS": "admin",
}
SPEAKING: Final = frozenset({"ADD_COMMENTS", "EDIT_OWN_COMMENTS", "DELETE_OWN_COMMENTS"})
WHO: Final = {True: "accountId", False: "username"}
"""How Cloud and Data Center are told whom a search is for."""
RANKS: Final = ("none", "read", "write", "admin")


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


def check(call: Call) -> Answer:
    """Which of some issues and projects somebody may do things with: Jira's administrators ask that of others."""
    sent = call.body()
    who = _asked_of(call, sent.get("accountId"))
    shown: list[object] = []
    for wanted in sent.get("projectPermissions") or []:
        for name in wanted.get("permissions") or []:
            if name not in NEEDED:
                raise Refused(400, errors={name: "Unrecognized permission"})
            shown.append({"permission": name, **_granted(call.world, who, NEEDED[name], wanted)})
    return json_answer(200, {"globalPermissions": [], "projectPermissions": shown})


def _asked_of(call: Call, number: object) -> Account:
    if number is None or number == call.account.id:
        return call.account
    if call.account.login not in call.world.administrators:
        raise Refused(403, "Only Jira administrators can perform this operation.")
    for one in call.world.accounts.values():
        if one.id == number:
            return one
    raise Refused(400, "The account ID is not valid.")


def _granted(world: World, who: Account, needed: str, wanted: dict[str, Any]) -> dict[str, list[int]]:
    """What is unknown is left out."""
    projects = [one.id for one in world.projects.values() if _ranks(world.role(who, one), needed)]
    issues = [world.issues[one] for one in wanted.get("issues") or [] if one in world.issues]
    return {
        "issues": [one.id for one in issues if one.project.id in projects],
        "projects": [one for one in wanted.get("projects") or [] if one in projects],
    }


def _role(call: Call) -> str:
    """Of the caller: around an issue, in a project, or anywhere."""
    query = call.request.query
    if "issueKey" in query:
        return call.world.role(call.account, call.seen(query["issueKey"]).project)
    if "projectKey" not in query:
        return "read"
    for one in call.world.projects.values():
        if one.key == query["projectKey"] and call.world.role(call.account, one) != "none":
            return call.world.role(call.account, one)
    raise Refused(404, f"No project could be found with key '{query['projectKey']}'.")


def my_permissions(call: Call) -> Answer:
    """What the caller may do; Cloud tells only of what is asked for."""
    asked = call.request.query.get("permissions", "")
    if call.world.cloud and not asked:
        raise Refused(400, "The 'permissions' query parameter is required.")
    role = _role(call)
    names = asked.split(",") if asked else list(NEEDED)
    shown = {}
    for number, name in enumerate(names):
        if name not in NEEDED:
            raise Refused(400, f"Unrecognized permission: {name}")
        has = _ranks(role, NEEDED[name]) and (not call.account.mute or name not in SPEAKING)
        told = {"id": str(number), "key": name, "name": name.replace("_", " ").title(), "type": "PROJECT"}
        shown[name] = {**told, "description": "", "havePermission": has}
    return json_answer(200, {"permissions": shown})


ROUTES: Final = (
    Route("GET", "/user/permission/search", find_permitted),
    Route("GET", "/mypermissions", my_permissions),
    Route("POST", "/permissions/check", check),
)
ON_CLOUD: Final = frozenset({"/permissions/check"})
