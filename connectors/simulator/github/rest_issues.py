"""Issues in the REST API: https://docs.github.com/en/rest/issues/issues ."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from connectors.simulator.github import documents, issue_changes, pull_documents
from connectors.simulator.github.access import Refused
from connectors.simulator.github.issue_changes import Draft
from connectors.simulator.github.rest import HIDDEN, Call, json_answer, paged
from connectors.simulator.routing import Route

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectors.simulator.github.model import Account, Issue
    from connectors.simulator.serving import Answer


def list_issues(call: Call) -> Answer:
    """A repository's issues and pull requests, the newest first: only open ones unless asked otherwise."""
    state, since = call.request.query.get("state", "open"), call.request.query.get("since")
    labels = {name.lower() for name in call.request.query.get("labels", "").split(",") if name}
    after = _moment(since) if since else None
    found = [
        one
        for one in call.issues_place().issues.values()
        if state in ("all", one.state)
        and (after is None or one.updated_at >= after)
        and labels <= {label.name.lower() for label in one.labels}
    ]
    return paged(call, _sorted(call, found), lambda one: documents.issue(one, call.at))


def _sorted(call: Call, found: list[Issue]) -> list[Issue]:
    keys: dict[str, Callable[[Issue], Any]] = {
        "created": lambda one: (one.created_at, one.number),
        "updated": lambda one: (one.updated_at, one.number),
        "comments": lambda one: len(one.comments),
    }
    key = keys.get(call.request.query.get("sort", "created"), keys["created"])
    return sorted(found, key=key, reverse=call.request.query.get("direction", "desc") == "desc")


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Refused(422, "Validation Failed", [{"resource": "Issue", "field": "since", "code": "invalid"}]) from None


def get_issue(call: Call) -> Answer:
    """One issue, or a pull request as one."""
    return json_answer(200, documents.issue(call.issue(), call.at))


def get_pull(call: Call) -> Answer:
    """One pull request."""
    found = call.issue()
    if found.pull is None:
        raise Refused(404, HIDDEN)
    return json_answer(200, pull_documents.pull_request(found, call.at))


def create_issue(call: Call) -> Answer:
    """A new issue. Labels and people of those who may not write are left out silently, as GitHub does."""
    place, sent = call.issues_place(), call.body()
    may = call.caller.writes(call.world, place)
    draft = Draft(
        title=call.text("title"),
        body=sent.get("body"),
        labels=_names(sent) if may else (),
        assignees=_people(call, sent) if may else (),
    )
    made = issue_changes.open_issue(call.world, call.caller.account, place, draft)
    return json_answer(201, documents.issue(made, call.at), location=call.at.issue(made))


def edit_issue(call: Call) -> Answer:
    """Authors edit their own words, writers all of it. Only what is sent is changed."""
    issue, sent, by = call.issue(), call.body(), call.caller.account
    if issue.author is not by:
        call.must_write(issue.repository)
    issue_changes.edit(call.world, by, issue, title=sent.get("title"), body=sent.get("body"))
    if "labels" in sent:
        wanted = _names(sent)
        kept = {name.lower() for name in wanted}
        issue_changes.unlabel(call.world, by, issue, [one.name for one in issue.labels if one.name.lower() not in kept])
        issue_changes.label(call.world, by, issue, wanted)
    if "assignees" in sent:
        issue_changes.assign(call.world, by, issue, _people(call, sent))
    _set_state(call, issue, sent)
    return json_answer(200, documents.issue(issue, call.at))


def _set_state(call: Call, issue: Issue, sent: dict[str, Any]) -> None:
    state, reason = sent.get("state"), sent.get("state_reason") or "completed"
    if state not in (None, "open", "closed") or reason not in {*issue_changes.CLOSING, "reopened"}:
        raise Refused(422, "Validation Failed", [{"resource": "Issue", "field": "state", "code": "invalid"}])
    if state == "closed":
        issue_changes.close(call.world, call.caller.account, issue, reason)
    elif state == "open":
        issue_changes.reopen(call.world, call.caller.account, issue)


def _names(sent: dict[str, Any]) -> list[str]:
    given = [one.get("name") if isinstance(one, dict) else one for one in sent.get("labels") or ()]
    return [one for one in given if isinstance(one, str)]


def _people(call: Call, sent: dict[str, Any]) -> list[Account]:
    given = [call.world.accounts.get(str(login).lower()) for login in sent.get("assignees") or ()]
    if None in given:
        raise Refused(422, "Validation Failed", [{"resource": "Issue", "field": "assignees", "code": "invalid"}])
    return [one for one in given if one is not None]


_ISSUES: Final = "/repos/{owner}/{name}/issues"
ROUTES: Final = (
    Route("GET", _ISSUES, list_issues),
    Route("POST", _ISSUES, create_issue),
    Route("GET", f"{_ISSUES}/{{number}}", get_issue),
    Route("PATCH", f"{_ISSUES}/{{number}}", edit_issue),
    Route("GET", "/repos/{owner}/{name}/pulls/{number}", get_pull),
)
