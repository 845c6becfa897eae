"""What accounts do in the thread of an issue: comment, edit, delete.

A comment moves the time at which the issue was updated. Editing one mails the watchers unless it is told not to.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from connectors.simulator.jira.happenings import Happening
from connectors.simulator.jira.issue_changes import kept
from connectors.simulator.jira.model import Comment
from connectors.simulator.jira.texts import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.simulator.jira.model import Account, Issue, Text
    from connectors.simulator.jira.world import World


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
        world.tell(_about("comment_created", world, by, one))
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
        one.body, one.editor = kept(world, body), by
        one.updated = one.issue.updated = max(world.now(), one.created + timedelta(milliseconds=1))
        if mails:
            one.issue.notify("comment_edited", by, plain(one.body))
        world.tell(_about("comment_updated", world, by, one))


def delete(world: World, by: Account, one: Comment) -> None:
    """A comment is gone."""
    with world.lock:
        one.issue.comments.remove(one)
        one.issue.updated = world.now()
        world.comments.pop(one.id)
        world.tell(_about("comment_deleted", world, by, one))


def _about(event: str, world: World, by: Account, one: Comment) -> Happening:
    return Happening(event=event, at=world.now(), by=by, issue=one.issue, comment=one)
