"""What accounts do in the thread of an issue: comment, edit, delete, react."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from connectors.simulator.github import mentions
from connectors.simulator.github.happenings import Happening, Invalid
from connectors.simulator.github.model import Comment, Reaction

if TYPE_CHECKING:
    from connectors.simulator.github.model import Account, Issue
    from connectors.simulator.github.world import World

LONGEST: Final = 65_536
REACTIONS: Final = frozenset({"+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"})


def comment(world: World, by: Account, issue: Issue, body: str) -> Comment:
    """A new comment. It moves the issue's ``updated_at``, and everybody who watches is told."""
    check(body)
    with world.lock:
        number, now = world.new_id(), world.now()
        one = world.keep(Comment(issue, number, f"IC_kwDO{number:x}", by, body, now, now))
        issue.comments.append(one)
        issue.updated_at = now
        issue.notify("comment", by, body)
        mentions.notify(world, issue, by, body)
        world.tell(_about("created", one, by))
        return one


def edit(world: World, by: Account, one: Comment, body: str) -> None:
    """New words, and nobody is told by mail but whom they mention anew.

    It happens a second after the comment's creation at the earliest.
    """
    check(body)
    with world.lock:
        if body == one.body:
            return
        old, one.body = one.body, body
        mentions.notify(world, one.issue, by, body, old)
        one.editor, one.edited_at = by, max(world.now(), one.created_at + timedelta(seconds=1))
        one.updated_at = one.issue.updated_at = one.edited_at
        world.tell(_about("edited", one, by, changes={"body": {"from": old}}))


def delete(world: World, by: Account, one: Comment) -> None:
    """A comment is gone; nobody is told by mail."""
    with world.lock:
        one.issue.comments.remove(one)
        one.issue.updated_at = world.now()
        world.forget([one])
        world.tell(_about("deleted", one, by))


def react(world: World, by: Account, one: Comment, content: str) -> Reaction:
    """A reaction; a second one like it is the first. There is no webhook for it."""
    if content not in REACTIONS:
        raise Invalid(f"{content} is no reaction")
    with world.lock:
        for known in one.reactions:
            if known.account is by and known.content == content:
                return known
        number = world.new_id()
        one.reactions.append(Reaction(number, f"REA_lADO{number:x}", by, content, world.now()))
        return one.reactions[-1]


def check(body: str) -> None:
    """Raises ``Invalid`` for what GitHub takes for no comment."""
    if not body.strip():
        raise Invalid("body can't be blank")
    if len(body) > LONGEST:
        raise Invalid(f"body is too long (maximum is {LONGEST} characters)")


def _about(action: str, one: Comment, by: Account, **about: object) -> Happening:
    place = one.issue.repository
    return Happening("issue_comment", action, place.owner, place, by, {"issue": one.issue, "comment": one, **about})
