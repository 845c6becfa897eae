"""Issues in the API: one by one, in bulk, and searched for.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/ and .../api-group-issue-search/
"""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from connectors.simulator.answers import json_answer
from connectors.simulator.jira import issue_changes
from connectors.simulator.jira.access import Refused
from connectors.simulator.jira.documents import PRIORITIES
from connectors.simulator.jira.jql import parse
from connectors.simulator.jira.page_tokens import PageToken
from connectors.simulator.jira.rest import Call, names_of
from connectors.simulator.routing import Route
from connectors.simulator.serving import Answer

if TYPE_CHECKING:
    from connectors.simulator.jira.model import Issue

IN_BULK: Final = 100
WITH_FIELDS, WITHOUT = 100, 5000
"""Issues of one page of Cloud's search: with fields, or with number and key only."""
THREAD: Final = "comment"
INSIDE: Final = 20
"""Comments of a thread that an issue's own document has."""
ONLY_ID: Final = frozenset({"id"})
TRANSITIONS: Final = {"11": "To Do", "21": "In Progress", "31": "Done"}


def _shown(call: Call, issue: Issue, names: frozenset[str] | None) -> dict[str, Any]:
    """An issue, with the beginning of its thread where that is named among the fields."""
    told: dict[str, Any] = call.to.issue(issue, names)
    if names is not None and THREAD in names:
        seen = [call.to.comment(one) for one in issue.comments if call.reads(one)]
        page = {"startAt": 0, "maxResults": INSIDE, "total": len(seen), "comments": seen[:INSIDE]}
        told["fields"][THREAD] = page
    return told


def get_issue(call: Call) -> Answer:
    """One issue; an old key leads to where it is now."""
    return json_answer(200, _shown(call, call.issue(), names_of(call.request.query.get("fields"))))


def create_issue(call: Call) -> Answer:
    """A new one."""
    fields = call.body().get("fields") or {}
    key, title = (fields.get("project") or {}).get("key", ""), fields.get("summary")
    if key not in call.world.projects:
        raise Refused(400, errors={"project": "valid project is required"})
    if not isinstance(title, str) or not title.strip():
        raise Refused(400, errors={"summary": "You must specify a summary of the issue."})
    project = call.world.projects[key]
    call.must_write(project)
    made = issue_changes.make(call.world, call.account, project, {"title": title, **_given(call, fields)})
    at = f"{call.to.api}/issue/{made.id}"
    return json_answer(201, {"id": str(made.id), "key": made.ref, "self": at})


def edit_issue(call: Call) -> Answer:
    """Other values of fields."""
    issue, fields = call.issue(), call.body().get("fields") or {}
    call.must_write(issue.project)
    given = _given(call, fields) | ({"title": fields["summary"]} if "summary" in fields else {})
    issue_changes.edit(call.world, call.account, issue, **given)
    return Answer(HTTPStatus.NO_CONTENT)


def _given(call: Call, fields: dict[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if "description" in fields:
        given["body"] = call.text(fields["description"], "description")
    if "labels" in fields:
        given["labels"] = [str(one) for one in fields["labels"]]
    if fields.get("duedate"):
        given["due"] = date.fromisoformat(fields["duedate"])
    if "issuetype" in fields:
        given["kind"] = str(fields["issuetype"].get("name", "Task"))
    if fields.get("priority") is not None:
        given["priority"] = _priority(fields["priority"])
    return given


def _priority(told: object) -> str:
    """The name of a priority that is told by its name or by its number. Raises 400."""
    numbered = {str(number): name for number, name in enumerate(PRIORITIES, start=1)}
    wanted = told if isinstance(told, dict) else {}
    name = wanted.get("name", numbered.get(str(wanted.get("id"))))
    if name not in PRIORITIES:
        raise Refused(400, errors={"priority": "The priority selected is invalid."})
    return str(name)


def delete_issue(call: Call) -> Answer:
    """It is gone; with parts only if that is wanted."""
    issue = call.issue()
    call.must_write(issue.project)
    if any(one.kind == "Sub-task" for one in issue.parts) and call.request.query.get("deleteSubtasks") != "true":
        raise Refused(400, "This issue has subtasks. You must specify the 'deleteSubtasks' parameter to delete it.")
    issue_changes.delete(call.world, call.account, issue)
    return Answer(HTTPStatus.NO_CONTENT)


def list_transitions(call: Call) -> Answer:
    """Every status can be reached from every other."""
    call.issue()
    shown = [
        {"id": number, "name": name, "to": call.to.status(name), "hasScreen": name == "Done", "isGlobal": True}
        for number, name in TRANSITIONS.items()
    ]
    return json_answer(200, {"expand": "transitions", "transitions": shown})


def transit(call: Call) -> Answer:
    """Another status, with a resolution where it ends there."""
    issue, sent = call.issue(), call.body()
    status = TRANSITIONS.get(str((sent.get("transition") or {}).get("id")))
    if status is None:
        raise Refused(400, "It seems that you have tried to perform a workflow operation that is not valid.")
    call.must_write(issue.project)
    told = ((sent.get("fields") or {}).get("resolution") or {}).get("name", "Done")
    issue_changes.transit(call.world, call.account, issue, status, told if status == "Done" else "")
    return Answer(HTTPStatus.NO_CONTENT)


def bulk_fetch(call: Call) -> Answer:
    """Up to 100 issues, by their numbers. What is missing, or forbidden, is silently absent."""
    sent = call.body()
    wanted = sent.get("issueIdsOrKeys")
    if not isinstance(wanted, list) or not wanted:
        raise Refused(400, "issueIdsOrKeys must not be empty.")
    if len(wanted) > IN_BULK:
        raise Refused(400, f"The maximum number of issues that can be requested is {IN_BULK}.")
    names = names_of(sent.get("fields"))
    found = {one for name in wanted if (one := call.world.find(str(name))) and call.world.sees(call.account, one)}
    shown = [_shown(call, one, names) for one in sorted(found, key=lambda one: one.id)]
    return json_answer(200, {"issues": shown, "issueErrors": []})


def search_cloud(call: Call) -> Answer:
    """Page by page, by a token; nobody tells how many there are. The default field is ``id``."""
    sent = _question(call)
    query = parse(str(sent.get("jql") or ""))
    if not query.bounded:
        raise Refused(400, "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.")
    names = names_of(sent.get("fields") or "id")
    only = names is not None and names <= {"id", "key"}
    most = min(_most(sent), WITHOUT if only else WITH_FIELDS)
    found = query.run(call.world, call.account, validate=True)
    if sent.get("nextPageToken"):
        found = PageToken.read(str(sent["nextPageToken"]), str(sent["jql"]), call.world.now()).behind(found, query)
    page, left = found[:most], found[most:]
    shown = [_shown(call, one, names) if names != ONLY_ID else {"id": str(one.id)} for one in page]
    token = PageToken.after(page[-1], query, str(sent["jql"]), call.world.now()).text if left else ""
    return json_answer(200, {"issues": shown, "isLast": not left, **({"nextPageToken": token} if token else {})})


def _most(sent: dict[str, Any]) -> int:
    text = str(sent.get("maxResults", 50))
    if not text.isdecimal() or not 1 <= int(text) <= WITHOUT:
        raise Refused(400, f"The max results parameter has to be between 1 and {WITHOUT:,}.")
    return int(text)


def count(call: Call) -> Answer:
    """About how many there are."""
    query = parse(str(call.body().get("jql") or ""))
    if not query.bounded:
        raise Refused(400, "Unbounded JQL queries are not allowed here.")
    return json_answer(200, {"count": len(query.run(call.world, call.account, validate=True))})


def search_server(call: Call) -> Answer:
    """From ``startAt`` on; how many is the server's matter. Cloud has taken this away."""
    if call.world.cloud:
        raise Refused(410, "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.")
    sent = _question(call)
    validate = sent.get("validateQuery", True) not in {False, "false", "none"}
    found = parse(str(sent.get("jql") or "")).run(call.world, call.account, validate=validate)
    start, most = call.number("startAt", 0, 10**9), call.number("maxResults", 50, call.limits.page)
    if call.limits.deepest and start + most > call.limits.deepest:
        raise Refused(
            500, f"Search limit exceeded: {start + most:,} results were asked for, of {call.limits.deepest:,}."
        )
    names = names_of(sent.get("fields"))
    shown = [_shown(call, one, names) for one in found[start : start + most]]
    return json_answer(200, {"startAt": start, "maxResults": most, "total": len(found), "issues": shown})


def _question(call: Call) -> dict[str, Any]:
    return call.body() if call.request.method == "POST" else dict(call.request.query)


ROUTES: Final = (
    Route("POST", "/issue", create_issue),
    Route("POST", "/issue/bulkfetch", bulk_fetch),
    Route("GET", "/issue/{issue}", get_issue),
    Route("PUT", "/issue/{issue}", edit_issue),
    Route("DELETE", "/issue/{issue}", delete_issue),
    Route("GET", "/issue/{issue}/transitions", list_transitions),
    Route("POST", "/issue/{issue}/transitions", transit),
    Route("GET", "/search/jql", search_cloud),
    Route("POST", "/search/jql", search_cloud),
    Route("POST", "/search/approximate-count", count),
    Route("GET", "/search", search_server),
    Route("POST", "/search", search_server),
)
ON_CLOUD: Final = frozenset({"/issue/bulkfetch", "/search/jql", "/search/approximate-count"})
"""Paths that Data Center does not know."""
