"""Threads in the API, and the properties of comments.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-comments/ ,
https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-comment-properties/
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import msgspec

from connectors.simulator.answers import json_answer
from connectors.simulator.jira import thread_changes
from connectors.simulator.jira.access import Refused
from connectors.simulator.jira.texts import plain
from connectors.simulator.routing import Route
from connectors.simulator.serving import Answer

if TYPE_CHECKING:
    from connectors.simulator.jira.model import Comment, Text
    from connectors.simulator.jira.rest import Call

LARGEST_PAGE: Final = 5000
LISTED: Final = 1000


def list_comments(call: Call) -> Answer:
    """The thread, oldest first, as far as the caller may read it."""
    issue = call.issue()
    seen = [one for one in issue.comments if call.reads(one)]
    if call.request.query.get("orderBy", "").startswith("-"):
        seen.reverse()
    start, most = call.number("startAt", 0, 10**9), call.number("maxResults", 100, LARGEST_PAGE)
    shown = [call.to.comment(one) for one in seen[start : start + most]]
    return json_answer(200, {"startAt": start, "maxResults": most, "total": len(seen), "comments": shown})


def get_comment(call: Call) -> Answer:
    """One comment."""
    return json_answer(200, call.to.comment(call.comment()))


def create_comment(call: Call) -> Answer:
    """Who sees an issue may comment on it."""
    issue = call.issue()
    made = thread_changes.comment(call.world, call.account, issue, _body(call), _properties(call), _role(call))
    return json_answer(201, call.to.comment(made), location=f"{call.to.api}/issue/{issue.id}/comment/{made.id}")


def edit_comment(call: Call) -> Answer:
    """Authors edit their own words, writers everybody's. Watchers are mailed unless ``notifyUsers`` is false."""
    one = _changeable(call)
    mails = call.request.query.get("notifyUsers") != "false"
    thread_changes.edit(call.world, call.account, one, _body(call), _properties(call), mails=mails)
    return json_answer(200, call.to.comment(one))


def delete_comment(call: Call) -> Answer:
    """The same for deleting."""
    thread_changes.delete(call.world, call.account, _changeable(call))
    return Answer(HTTPStatus.NO_CONTENT)


def list_by_ids(call: Call) -> Answer:
    """Up to 1,000 comments by their numbers, with their properties if that is wanted."""
    ids = call.body().get("ids")
    if not isinstance(ids, list) or not 0 < len(ids) <= LISTED:
        raise Refused(400, f"ids: between 1 and {LISTED} are taken")
    found = [call.world.comments[one] for one in ids if one in call.world.comments]
    seen = [one for one in found if call.reads(one)]
    told = "properties" in call.request.query.get("expand", "")
    shown = [call.to.comment(one) | ({"properties": _listed(one)} if told else {}) for one in seen]
    page = {"startAt": 0, "maxResults": LISTED, "total": len(shown), "isLast": True}
    return json_answer(200, {"self": f"{call.to.api}/comment/list", **page, "values": shown})


def _listed(one: Comment) -> list[object]:
    return [{"key": key, "value": value} for key, value in one.properties.items()]


def list_properties(call: Call) -> Answer:
    """The keys."""
    one = call.comment()
    at = f"{call.to.api}/comment/{one.id}/properties"
    return json_answer(200, {"keys": [{"self": f"{at}/{key}", "key": key} for key in one.properties]})


def get_property(call: Call) -> Answer:
    """One property; whoever sees the comment sees it."""
    one, key = call.comment(), call.parts["key"]
    if key not in one.properties:
        raise Refused(404, f"The property with key '{key}' does not exist.")
    return json_answer(200, {"key": key, "value": one.properties[key]})


def set_property(call: Call) -> Answer:
    """Any JSON; whoever may edit the comment may."""
    one, key = _changeable(call), call.parts["key"]
    before = key in one.properties
    try:
        one.properties[key] = msgspec.json.decode(call.request.body)
    except msgspec.DecodeError:
        raise Refused(400, "The property's value is no JSON.") from None
    return json_answer(200 if before else 201, {})


def delete_property(call: Call) -> Answer:
    """It is gone."""
    one, key = _changeable(call), call.parts["key"]
    if one.properties.pop(key, None) is None:
        raise Refused(404, f"The property with key '{key}' does not exist.")
    return Answer(HTTPStatus.NO_CONTENT)


def _body(call: Call) -> Text:
    body = call.text(call.body().get("body"), "comment")
    if not plain(body):
        raise Refused(400, errors={"comment": "Comment body can not be empty!"})
    return body


def _properties(call: Call) -> dict[str, Any]:
    given = call.body().get("properties") or []
    try:
        return {str(one["key"]): one["value"] for one in given}
    except (KeyError, TypeError):
        raise Refused(400, "properties: each needs a key and a value") from None


def _role(call: Call) -> str:
    told = call.body().get("visibility")
    return str(told.get("value", "")) if isinstance(told, dict) else ""


def _changeable(call: Call) -> Comment:
    one = call.comment()
    if one.author is not call.account and not call.world.writes(call.account, one.issue.project):
        raise Refused(403, "You do not have permission to change this comment.")
    return one


_THREAD: Final = "/issue/{issue}/comment"
_PROPERTIES: Final = "/comment/{comment}/properties"
ROUTES: Final = (
    Route("GET", _THREAD, list_comments),
    Route("POST", _THREAD, create_comment),
    Route("GET", f"{_THREAD}/{{comment}}", get_comment),
    Route("PUT", f"{_THREAD}/{{comment}}", edit_comment),
    Route("DELETE", f"{_THREAD}/{{comment}}", delete_comment),
    Route("POST", "/comment/list", list_by_ids),
    Route("GET", _PROPERTIES, list_properties),
    Route("GET", f"{_PROPERTIES}/{{key}}", get_property),
    Route("PUT", f"{_PROPERTIES}/{{key}}", set_property),
    Route("DELETE", f"{_PROPERTIES}/{{key}}", delete_property),
)
ON_CLOUD: Final = frozenset({"/comment/list"})
