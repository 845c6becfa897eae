"""Links in the API: between issues, and out of this Jira.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-links/ , .../api-group-issue-remote-links/
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from connectors.simulator.answers import json_answer
from connectors.simulator.jira import link_changes
from connectors.simulator.jira.access import Refused
from connectors.simulator.jira.model import RemoteLink
from connectors.simulator.routing import Route
from connectors.simulator.serving import Answer

if TYPE_CHECKING:
    from connectors.simulator.jira.model import Issue, Link
    from connectors.simulator.jira.rest import Call


def create_link(call: Call) -> Answer:
    """No id comes back, and a link that is there already is a success.

    The outward issue of the request reads the inward phrase: it is what the phrase "blocks" leads to.
    """
    sent = call.body()
    kind = (sent.get("type") or {}).get("name")
    if kind not in call.world.types:
        raise Refused(404, f"No issue link type with name '{kind}' found.")
    source, destination = (_end(call, sent.get(name)) for name in ("inwardIssue", "outwardIssue"))
    _must_link(call, source, destination)
    link_changes.link(call.world, call.account, source, destination, kind)
    return Answer(HTTPStatus.CREATED)


def _must_link(call: Call, *ends: Issue) -> None:
    """Jira says 401 to whom it knows well: https://docs.gitlab.com/integration/jira/troubleshooting/ ."""
    for end in ends:
        if not call.world.writes(call.account, end.project):
            raise Refused(401, f"No Link Issue Permission for issue '{end.ref}'")


def _end(call: Call, given: Any) -> Issue:  # noqa: ANN401  # JSON
    told = given if isinstance(given, dict) else {}
    return call.seen(str(told.get("key") or told.get("id") or ""))


def get_link(call: Call) -> Answer:
    """One link, with both its ends."""
    return json_answer(200, call.to.link(_link(call)))


def delete_link(call: Call) -> Answer:
    """It is gone."""
    link = _link(call)
    _must_link(call, link.source)
    link_changes.unlink(call.world, call.account, link)
    return Answer(HTTPStatus.NO_CONTENT)


def _link(call: Call) -> Link:
    number = call.parts["link"]
    found = call.world.links.get(int(number)) if number.isdecimal() else None
    if found is None or not all(call.world.sees(call.account, end) for end in (found.source, found.destination)):
        raise Refused(404, f"No issue link with id '{number}' exists.")
    return found


def list_types(call: Call) -> Answer:
    """All types with their phrases."""
    return json_answer(200, {"issueLinkTypes": [call.to.link_type(one) for one in call.world.types.values()]})


def list_remote_links(call: Call) -> Answer:
    """All that lead out of here from one issue; or the one with a global id."""
    issue = call.issue()
    if "globalId" in call.request.query:
        return json_answer(200, call.to.remote_link(issue, _remote_link(call, issue)))
    return json_answer(200, [call.to.remote_link(issue, one) for one in issue.remote_links])


def get_remote_link(call: Call) -> Answer:
    """One of them."""
    issue = call.issue()
    return json_answer(200, call.to.remote_link(issue, _remote_link(call, issue)))


def _remote_link(call: Call, issue: Issue) -> RemoteLink:
    """The link of the path, or of a global id."""
    number, wanted = call.parts.get("link"), call.request.query.get("globalId")
    for one in issue.remote_links:
        if number == str(one.id) or (number is None and wanted == one.global_id):
            return one
    raise Refused(404, f"No remote link with {number or wanted} was found.")


def create_remote_link(call: Call) -> Answer:
    """A new one; or another in the place of the one with the same global id."""
    issue, sent = call.issue(), call.body()
    call.must_write(issue.project)
    told = sent.get("object") or {}
    if not isinstance(told.get("url"), str) or not isinstance(told.get("title"), str):
        raise Refused(400, errors={"title": "'title' is required.", "url": "'url' is required."})
    known = {one.global_id for one in issue.remote_links}
    names = str(sent.get("relationship") or ""), str(sent.get("globalId") or "")
    made = link_changes.link_out(call.world, issue, RemoteLink(call.world.new_id(), told["url"], told["title"], *names))
    at = f"{call.to.api}/issue/{issue.ref}/remotelink/{made.id}"
    return json_answer(200 if made.global_id in known - {""} else 201, {"id": made.id, "self": at})


def delete_remote_link(call: Call) -> Answer:
    """It leads there no longer."""
    issue = call.issue()
    call.must_write(issue.project)
    link_changes.unlink_out(call.world, issue, _remote_link(call, issue))
    return Answer(HTTPStatus.NO_CONTENT)


ROUTES: Final = (
    Route("GET", "/issueLinkType", list_types),
    Route("POST", "/issueLink", create_link),
    Route("GET", "/issueLink/{link}", get_link),
    Route("DELETE", "/issueLink/{link}", delete_link),
    Route("GET", "/issue/{issue}/remotelink", list_remote_links),
    Route("POST", "/issue/{issue}/remotelink", create_remote_link),
    Route("DELETE", "/issue/{issue}/remotelink", delete_remote_link),
    Route("GET", "/issue/{issue}/remotelink/{link}", get_remote_link),
    Route("DELETE", "/issue/{issue}/remotelink/{link}", delete_remote_link),
)
