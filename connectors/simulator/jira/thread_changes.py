"""What accounts do in the thread of an issue: comment, edit, delete.

A comment moves the time at which the issue was updated. Editing one mails the watchers unless it is told not to.
Data Center tells of each twice: by the comment's own webhook, which names no issue, and by that of the issue
(https://github.com/mattermost/mattermost-plugin-jira/pull/118).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from connectors.simulator.jira import mentions
from connectors.simulator.jira.happenings import Happening
from connectors.simulator.jira.issue_changes import kept
from connectors.simulator.jira.model import Comment
from connectors.simulator.jira.texts import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.simulator.jira.model import Account, Issue, Text
    from connectors.simulator.jira.world import World

OF_ITS_ISSUE: Final = {
    "comment_created": "issue_commented",
    "comment_updated": "issue_comment_edited",
    "comment_deleted": "issue_comment_deleted",
}


def comment(
    world: World, by: Account, issue: Issue, body: Text, properties: Mapping[str, Any] | None = None, role: str = ""
) -> Comment:
    """A new comment. Everybody who watches is mailed."""
    with world.lock:
        now = world.now()
        one = Comment(issue, world.new_id(), by, kept(world, body), now, now, by, dict(properties or {}), role)
        issue.comments.append(one)
        world.comments[one.id] = one
        issue.updated = now
        issue.notify("comment", by, plain(one.body))
        mentions.notify(world, issue, by, one.body)
        _tell(world, by, one, "comment_created")
        return one


def edit(
    world: World,
    by: Account,
    one: Comment,
    body: Text,
    properties: Mapping[str, Any] | None = None,
    *,
    mails: bool = True,
) -> None:
    """New words. It happens a millisecond after the comment's creation at the earliest."""
    with world.lock:
        one.properties |= properties or {}
        before, one.body, one.editor = one.body, kept(world, body), by
        one.updated = one.issue.updated = max(world.now(), one.created + timedelta(milliseconds=1))
        if mails:
            one.issue.notify("comment_edited", by, plain(one.body))
        mentions.notify(world, one.issue, by, one.body, before)
        _tell(world, by, one, "comment_updated")


def delete(world: World, by: Account, one: Comment) -> None:
    """A comment is gone."""
    with world.lock:
        one.issue.comments.remove(one)
        one.issue.updated = world.now()
        world.comments.pop(one.id)
        _tell(world, by, one, "comment_deleted")


def _tell(world: World, by: Account, one: Comment, event: str) -> None:
    now = world.now()
    world.tell(Happening(event=event, at=now, by=by, issue=one.issue, comment=one))
    if not world.cloud:
        kind, issue = OF_ITS_ISSUE[event], one.issue
        world.tell(Happening(event="jira:issue_updated", at=now, by=by, issue=issue, comment=one, kind=kind))
