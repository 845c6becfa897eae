"""Threads in the REST API: https://docs.github.com/en/rest/issues/comments ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator.github import documents, thread_changes
from connectors.simulator.github.access import Refused
from connectors.simulator.github.happenings import Invalid
from connectors.simulator.github.rest import Call, json_answer, paged
from connectors.simulator.routing import Route
from connectors.simulator.serving import Answer

if TYPE_CHECKING:
    from connectors.simulator.github.model import Comment


def list_comments(call: Call) -> Answer:
    """The thread, oldest first."""
    return paged(call, call.issue().comments, lambda one: documents.comment(one, call.at))


def get_comment(call: Call) -> Answer:
    """One comment."""
    return json_answer(200, documents.comment(call.comment(), call.at))


def create_comment(call: Call) -> Answer:
    """Who sees an issue may comment on it."""
    issue = call.issue()
    try:
        made = thread_changes.comment(call.world, call.caller.account, issue, call.text("body"))
    except Invalid as invalid:
        raise _unfit(invalid) from invalid
    return json_answer(201, documents.comment(made, call.at), location=call.at.comment(made))


def edit_comment(call: Call) -> Answer:
    """Authors edit their own words, writers everybody's."""
    one = _changeable(call)
    try:
        thread_changes.edit(call.world, call.caller.account, one, call.text("body"))
    except Invalid as invalid:
        raise _unfit(invalid) from invalid
    return json_answer(200, documents.comment(one, call.at))


def delete_comment(call: Call) -> Answer:
    """The same for deleting."""
    thread_changes.delete(call.world, call.caller.account, _changeable(call))
    return Answer(204)


def list_reactions(call: Call) -> Answer:
    """Who thinks what of a comment."""
    return paged(call, call.comment().reactions, lambda one: documents.reaction(one, call.at))


def create_reaction(call: Call) -> Answer:
    """A second reaction like it answers 200 instead of 201."""
    one, content = call.comment(), call.text("content")
    before = len(one.reactions)
    try:
        made = thread_changes.react(call.world, call.caller.account, one, content)
    except Invalid as invalid:
        raise _unfit(invalid) from invalid
    return json_answer(201 if len(one.reactions) > before else 200, documents.reaction(made, call.at))


def delete_reaction(call: Call) -> Answer:
    """Takes one's own reaction back."""
    one, number = call.comment(), call.count("reaction")
    for reaction in one.reactions:
        if reaction.id == number and reaction.account is call.caller.account:
            one.reactions.remove(reaction)
            return Answer(204)
    raise Refused(404, "Not Found")


def _changeable(call: Call) -> Comment:
    one = call.comment()
    if one.author is not call.caller.account:
        call.must_write(one.issue.repository)
    return one


def _unfit(invalid: Invalid) -> Refused:
    problem = {"resource": "IssueComment", "code": "unprocessable", "field": "data", "message": str(invalid)}
    return Refused(422, "Validation Failed", [problem])


_ISSUE: Final = "/repos/{owner}/{name}/issues/{number}/comments"
_COMMENT: Final = "/repos/{owner}/{name}/issues/comments/{comment}"
ROUTES: Final = (
    Route("GET", _ISSUE, list_comments),
    Route("POST", _ISSUE, create_comment),
    Route("GET", _COMMENT, get_comment),
    Route("PATCH", _COMMENT, edit_comment),
    Route("DELETE", _COMMENT, delete_comment),
    Route("GET", f"{_COMMENT}/reactions", list_reactions),
    Route("POST", f"{_COMMENT}/reactions", create_reaction),
    Route("DELETE", f"{_COMMENT}/reactions/{{reaction}}", delete_reaction),
)
