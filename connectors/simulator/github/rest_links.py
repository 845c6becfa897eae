"""Native dependencies and sub-issues in the REST API: they take database ids, not numbers.

https://docs.github.com/en/rest/issues/issue-dependencies , https://docs.github.com/en/rest/issues/sub-issues
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator.github import documents, link_changes
from connectors.simulator.github.access import Refused
from connectors.simulator.github.happenings import Invalid
from connectors.simulator.github.rest import HIDDEN, Call, json_answer, paged
from connectors.simulator.routing import Route

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from connectors.simulator.github.model import Issue
    from connectors.simulator.serving import Answer


def list_blocked_by(call: Call) -> Answer:
    """What an issue waits on, closed blockers included."""
    return _listed(call, call.issue().blocked_by)


def list_blocking(call: Call) -> Answer:
    """What waits on an issue."""
    return _listed(call, call.issue().blocking)


def list_sub_issues(call: Call) -> Answer:
    """An issue's parts."""
    return _listed(call, call.issue().parts)


def get_parent(call: Call) -> Answer:
    """What an issue is a part of."""
    parent = call.issue().parent
    if parent is None or not call.caller.sees_issue(call.world, parent):
        raise Refused(404, HIDDEN)
    return json_answer(200, documents.issue(parent, call.at))


def add_blocked_by(call: Call) -> Answer:
    """A new dependency on the issue with this database id, whosesoever it is."""
    issue, blocker = _own(call), _by_id(call, call.number("issue_id"))
    _try(lambda: link_changes.block(call.world, call.caller.account, issue, blocker))
    return json_answer(201, documents.issue(blocker, call.at))


def remove_blocked_by(call: Call) -> Answer:
    """A dependency that ends."""
    issue, blocker = _own(call), _by_id(call, call.count("id"))
    if blocker not in issue.blocked_by:
        raise Refused(404, HIDDEN)
    link_changes.unblock(call.world, call.caller.account, issue, blocker)
    return json_answer(200, documents.issue(blocker, call.at))


def add_sub_issue(call: Call) -> Answer:
    """A new part; one that has a parent already is taken over only with ``replace_parent``."""
    parent, part = _own(call), _by_id(call, call.number("sub_issue_id"))
    replace = call.body().get("replace_parent") is True
    _try(lambda: link_changes.add_part(call.world, call.caller.account, parent, part, replace_parent=replace))
    return json_answer(201, documents.issue(part, call.at))


def remove_sub_issue(call: Call) -> Answer:
    """A part that is one no more."""
    parent, part = _own(call), _by_id(call, call.number("sub_issue_id"))
    if part.parent is not parent:
        raise Refused(404, HIDDEN)
    link_changes.remove_part(call.world, call.caller.account, parent, part)
    return json_answer(200, documents.issue(part, call.at))


def _listed(call: Call, ends: Sequence[Issue]) -> Answer:
    seen = [one for one in ends if call.caller.sees_issue(call.world, one)]
    return paged(call, seen, lambda one: documents.issue(one, call.at))


def _own(call: Call) -> Issue:
    """The issue of the path, where the caller may change links."""
    issue = call.issue()
    call.must_write(issue.repository)
    return issue


def _by_id(call: Call, number: int) -> Issue:
    for issue in call.world.issues():
        if issue.id == number and call.caller.sees_issue(call.world, issue):
            return issue
    raise Refused(404, HIDDEN)


def _try(change: Callable[[], None]) -> None:
    try:
        change()
    except Invalid as invalid:
        raise Refused(422, f"An error occurred while adding the relationship. {invalid}.") from invalid


_ISSUE: Final = "/repos/{owner}/{name}/issues/{number}"
ROUTES: Final = (
    Route("GET", f"{_ISSUE}/dependencies/blocked_by", list_blocked_by),
    Route("POST", f"{_ISSUE}/dependencies/blocked_by", add_blocked_by),
    Route("DELETE", f"{_ISSUE}/dependencies/blocked_by/{{id}}", remove_blocked_by),
    Route("GET", f"{_ISSUE}/dependencies/blocking", list_blocking),
    Route("GET", f"{_ISSUE}/sub_issues", list_sub_issues),
    Route("POST", f"{_ISSUE}/sub_issues", add_sub_issue),
    Route("DELETE", f"{_ISSUE}/sub_issue", remove_sub_issue),
    Route("GET", f"{_ISSUE}/parent", get_parent),
)
