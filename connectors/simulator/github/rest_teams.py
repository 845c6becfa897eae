"""Organisations and their teams in the REST API.

https://docs.github.com/en/rest/orgs/orgs#list-organizations-for-the-authenticated-user ,
https://docs.github.com/en/rest/teams/teams , https://docs.github.com/en/rest/teams/members
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator.github import place_documents
from connectors.simulator.github.access import Refused
from connectors.simulator.github.rest import HIDDEN, Call, json_answer, paged
from connectors.simulator.routing import Route

if TYPE_CHECKING:
    from connectors.simulator.github.model import Account, Repository, Team
    from connectors.simulator.github.place_documents import Json
    from connectors.simulator.serving import Answer

STEPS: Final = ("pull", "triage", "push", "maintain", "admin")
ROLES: Final = {"pull": "read", "push": "write"}
MEMBERS: Final = "members"
"""The permission that an App needs."""


def organizations(call: Call) -> Answer:
    """Those in which the caller has anything: not for an App's installation."""
    if call.caller.owner is not None:
        raise Refused(403, "Resource not accessible by integration")
    if not call.caller.account.login:
        return json_answer(401, {"message": "Requires authentication", "status": "401"})
    places = call.world.repositories.values()
    owners = {one.owner.login: one.owner for one in places if call.caller.role(call.world, one) not in {"none", "read"}}
    return paged(call, list(owners.values()), lambda one: place_documents.organization(one, call.at))


def teams(call: Call) -> Answer:
    """An organisation's."""
    owner = _organization(call)
    found = [one for one in call.world.teams if one.organization is owner]
    return paged(call, found, lambda one: _team(one, call))


def places(call: Call) -> Answer:
    """The repositories of a team, with what it may do in each."""
    team = _found(call)
    seen = [one for one in team.places if call.caller.sees(call.world, one)]
    return paged(call, seen, lambda one: _place(one, team, call))


def members(call: Call) -> Answer:
    """The people of a team."""
    return paged(call, _found(call).members, lambda one: place_documents.account(one, call.at))


def _organization(call: Call) -> Account:
    found = call.world.accounts.get(call.parts["owner"].lower())
    if found is None or found.kind != "Organization" or call.caller.owner not in {None, found}:
        raise Refused(404, HIDDEN)
    call.caller.must_have(MEMBERS)
    scopes = call.caller.account.scopes
    if scopes is not None and "read:org" not in scopes and "admin:org" not in scopes.replace("admin:org_hook", ""):
        raise Refused(403, "Must have admin rights to Repository.")
    return found


def _found(call: Call) -> Team:
    owner = _organization(call)
    for one in call.world.teams:
        if one.organization is owner and one.slug == call.parts["team"]:
            return one
    raise Refused(404, HIDDEN)


def _team(one: Team, call: Call) -> Json:
    url = f"{call.at.api}/organizations/{one.organization.id}/team/{one.id}"
    return {
        "id": one.id,
        "node_id": one.node_id,
        "name": one.name,
        "slug": one.slug,
        "description": None,
        "privacy": "closed",
        "notification_setting": "notifications_enabled",
        "permission": "pull",
        "url": url,
        "html_url": f"{call.at.origin}/orgs/{one.organization.login}/teams/{one.slug}",
        "members_url": f"{url}/members{{/member}}",
        "repositories_url": f"{url}/repos",
        "parent": None,
        "type": "organization",
        "organization_id": one.organization.id,
    }


def _place(one: Repository, team: Team, call: Call) -> Json:
    level = STEPS.index(team.places[one])
    may = {name: STEPS.index(name) <= level for name in STEPS}
    role = ROLES.get(team.places[one], team.places[one])
    return place_documents.repository(one, call.at) | {"permissions": may, "role_name": role}


_TEAM: Final = "/orgs/{owner}/teams/{team}"
ROUTES: Final = (
    Route("GET", "/user/orgs", organizations),
    Route("GET", "/orgs/{owner}/teams", teams),
    Route("GET", f"{_TEAM}/repos", places),
    Route("GET", f"{_TEAM}/members", members),
)
