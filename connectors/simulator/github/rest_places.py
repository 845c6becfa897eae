"""Accounts, repositories and permissions in the REST API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator.github import place_documents
from connectors.simulator.github.access import Refused
from connectors.simulator.github.graphql_roots import SAML
from connectors.simulator.github.limits import RESOURCES
from connectors.simulator.github.rest import HIDDEN, Call, json_answer, paged
from connectors.simulator.routing import Route

if TYPE_CHECKING:
    from connectors.simulator.github.model import Account, Repository
    from connectors.simulator.serving import Answer

LEGACY: Final = {"maintain": "write", "triage": "read"}


def viewer(call: Call) -> Answer:
    """https://docs.github.com/en/rest/users/users#get-the-authenticated-user ; not for an App's installation."""
    if call.caller.owner is not None:
        raise Refused(403, "Resource not accessible by integration")
    return json_answer(200, _profile(call.caller.account, call))


def user(call: Call) -> Answer:
    """Anybody's public profile."""
    found = call.world.accounts.get(call.parts["login"].lower())
    if found is None:
        raise Refused(404, HIDDEN)
    return json_answer(200, _profile(found, call))


def _profile(one: Account, call: Call) -> dict[str, object]:
    empty = dict.fromkeys(("name", "company", "location", "email", "hireable", "bio", "twitter_username"))
    zeros = dict.fromkeys(("public_repos", "public_gists", "followers", "following"), 0)
    times = dict.fromkeys(("created_at", "updated_at"), "2026-01-01T00:00:00Z")
    return place_documents.account(one, call.at) | empty | zeros | times | {"blog": ""}


def permission(call: Call) -> Answer:
    """What somebody may do: https://docs.github.com/en/rest/collaborators/collaborators . It takes write permission."""
    place = call.repository()
    if not call.caller.writes(call.world, place):
        raise Refused(403, "Must have push access to view collaborator permission.")
    found = call.world.accounts.get(call.parts["login"].lower())
    if found is None or found.kind == "Organization":
        raise Refused(404, f"{call.parts['login']} is not a user")
    role = call.world.role(found, place)
    person = place_documents.account(found, call.at) | {"role_name": role, "permissions": _permissions(role)}
    return json_answer(200, {"permission": LEGACY.get(role, role), "role_name": role, "user": person})


def _permissions(role: str) -> dict[str, bool]:
    steps = ("none", "read", "triage", "write", "maintain", "admin")
    names = {"pull": "read", "triage": "triage", "push": "write", "maintain": "maintain", "admin": "admin"}
    return {name: steps.index(role) >= steps.index(step) for name, step in names.items()}


def repository(call: Call) -> Answer:
    """One repository, with two counts that lists leave out."""
    counts = {"network_count": 0, "subscribers_count": 0}
    return json_answer(200, place_documents.repository(call.repository(), call.at) | counts)


def repositories(call: Call) -> Answer:
    """An organisation's repositories, those that the caller may see."""
    found = call.world.accounts.get(call.parts["owner"].lower())
    if found is None or found.kind != "Organization":
        raise Refused(404, HIDDEN)
    if found.protected:
        raise Refused(403, SAML)
    return paged(call, _seen(call, found), lambda one: place_documents.repository(one, call.at))


def _seen(call: Call, owner: Account) -> list[Repository]:
    everything = call.world.repositories.values()
    return [one for one in everything if one.owner is owner and call.caller.sees(call.world, one)]


def rate_limit(call: Call) -> Answer:
    """What is left; asking costs nothing."""
    told = {name: call.limits.of(call.caller.key, name, call.world.now()).document() for name in RESOURCES}
    others = {name: told["core"] | {"limit": limit, "remaining": limit, "used": 0} for name, limit in _OTHERS.items()}
    return json_answer(200, {"resources": told | others, "rate": told["core"]})


_OTHERS: Final = {"search": 30, "integration_manifest": 5000}
ROUTES: Final = (
    Route("GET", "/user", viewer),
    Route("GET", "/users/{login}", user),
    Route("GET", "/rate_limit", rate_limit),
    Route("GET", "/orgs/{owner}/repos", repositories),
    Route("GET", "/repos/{owner}/{name}", repository),
    Route("GET", "/repos/{owner}/{name}/collaborators/{login}/permission", permission),
)
