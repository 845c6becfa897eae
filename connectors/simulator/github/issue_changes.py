"""What accounts do to issues and pull requests: open, edit, label, close, transfer, delete.

Each takes the world, who does it, and what; it changes the world and tells what happened. Nobody's permission is asked
here: the APIs do that before.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha1
from typing import TYPE_CHECKING, Final

from connectors.simulator.github.happenings import Invalid, about_issue
from connectors.simulator.github.model import Issue, Milestone, Pull

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from connectors.simulator.github.model import Account, Repository
    from connectors.simulator.github.world import World

CLOSING: Final = frozenset({"completed", "not_planned", "duplicate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a new issue or pull request starts with."""

    title: str
    body: str | None = None
    labels: Sequence[str] = ()
    assignees: Sequence[Account] = ()
    pull: bool = False
    branch: str = ""


def open_issue(world: World, by: Account, place: Repository, draft: Draft) -> Issue:
    """A new issue or pull request. Its labels are there from the start, and told once more one by one."""
    with world.lock:
        issue = _made(world, by, place, draft)
        world.tell(
            about_issue("opened", issue, by),
            *(about_issue("labeled", issue, by, label=one) for one in issue.labels),
            *(about_issue("assigned", issue, by, assignee=one) for one in issue.assignees),
        )
        return issue


def _made(world: World, by: Account, place: Repository, draft: Draft) -> Issue:
    place.numbers += 1
    database_id, now = world.new_id(), world.now()
    node_id = f"{'PR' if draft.pull else 'I'}_kwDO{database_id:x}"
    issue = Issue(place, place.numbers, database_id, node_id, by, draft.title, draft.body, now, now)
    branch = draft.branch or f"branch-{issue.number}"
    issue.pull = Pull(world.new_id(), branch, _commit(issue, "")) if draft.pull else None
    issue.labels = list(dict.fromkeys(world.label(place, name) for name in draft.labels))
    issue.assignees = list(dict.fromkeys(draft.assignees))
    place.issues[issue.number] = world.keep(issue)
    return issue


def edit(world: World, by: Account, issue: Issue, *, title: str | None = None, body: str | None = None) -> None:
    """New words; where they are the old ones nothing happens."""
    with world.lock:
        changes: dict[str, object] = {}
        if title is not None and title != issue.title:
            changes["title"] = {"from": issue.title}
            issue.title = title
        if body is not None and body != issue.body:
            changes["body"] = {"from": issue.body or ""}
            issue.body, issue.editor, issue.edited_at = body, by, world.now()
        if changes:
            issue.updated_at = world.now()
            world.tell(about_issue("edited", issue, by, changes=changes))


def label(world: World, by: Account, issue: Issue, names: Iterable[str]) -> None:
    """Labels are made where a repository lacks them. Each tells an event of its own."""
    with world.lock:
        for one in (world.label(issue.repository, name) for name in names):
            if one not in issue.labels:
                issue.labels.append(one)
                issue.updated_at = world.now()
                world.tell(about_issue("labeled", issue, by, label=one))


def unlabel(world: World, by: Account, issue: Issue, names: Iterable[str]) -> None:
    """The labels stay in the repository."""
    with world.lock:
        for one in (world.label(issue.repository, name) for name in names):
            if one in issue.labels:
                issue.labels.remove(one)
                issue.updated_at = world.now()
                world.tell(about_issue("unlabeled", issue, by, label=one))


def assign(world: World, by: Account, issue: Issue, accounts: Iterable[Account]) -> None:
    """Assigns exactly these accounts."""
    with world.lock:
        wanted = list(accounts)
        for one in [one for one in issue.assignees if one not in wanted]:
            issue.assignees.remove(one)
            issue.updated_at = world.now()
            world.tell(about_issue("unassigned", issue, by, assignee=one))
        for one in [one for one in wanted if one not in issue.assignees]:
            issue.assignees.append(one)
            issue.updated_at = world.now()
            world.tell(about_issue("assigned", issue, by, assignee=one))


def plan(world: World, by: Account, issue: Issue, title: str | None, due_on: datetime | None = None) -> None:
    """Puts an issue into a milestone, made if need be, or takes it out of one."""
    with world.lock:
        old, issue.milestone = issue.milestone, _milestone(world, by, issue.repository, title, due_on)
        issue.updated_at = world.now()
        if issue.milestone is not None:
            world.tell(about_issue("milestoned", issue, by, milestone=issue.milestone))
        elif old is not None:
            world.tell(about_issue("demilestoned", issue, by, milestone=old))


def _milestone(
    world: World, by: Account, place: Repository, title: str | None, due_on: datetime | None
) -> Milestone | None:
    if title is None:
        return None
    known = place.milestones.get(title)
    if known is None:
        number, database_id = len(place.milestones) + 1, world.new_id()
        known = world.keep(Milestone(title, number, database_id, f"MI_kwDO{database_id:x}", by, world.now()))
        place.milestones[title] = known
    known.due_on = due_on or known.due_on
    return known


def close(world: World, by: Account, issue: Issue, reason: str = "completed", of: Issue | None = None) -> None:
    """Closes an issue: completed, not_planned, or as a duplicate ``of`` another. Pull requests have no reason."""
    if reason not in CLOSING:
        raise Invalid(f"{reason} is no reason to close an issue")
    with world.lock:
        if issue.state == "closed":
            return
        issue.state, issue.closed_at, issue.closed_by = "closed", world.now(), by
        issue.reason = None if issue.pull else reason
        issue.duplicate_of = of if reason == "duplicate" else None
        _moved_on(world, by, issue, "closed")


def merge(world: World, by: Account, pull: Issue) -> None:
    """Merges a pull request."""
    if pull.pull is None:
        raise Invalid(f"{pull.ref} is no pull request")
    with world.lock:
        pull.pull.merged_at, pull.pull.merged_by = world.now(), by
        close(world, by, pull)


def push(world: World, by: Account, pull: Issue) -> None:
    """A new commit on the branch of a pull request."""
    if pull.pull is None:
        raise Invalid(f"{pull.ref} is no pull request")
    with world.lock:
        before, pull.pull.head = pull.pull.head, _commit(pull, pull.pull.head)
        pull.updated_at = world.now()
        world.tell(about_issue("synchronize", pull, by, before=before, after=pull.pull.head))


def _commit(pull: Issue, before: str) -> str:
    return sha1(f"{pull.node_id} {before}".encode(), usedforsecurity=False).hexdigest()


def reopen(world: World, by: Account, issue: Issue) -> None:
    """Opens a closed issue again."""
    with world.lock:
        if issue.state == "open":
            return
        issue.state, issue.closed_at, issue.closed_by, issue.duplicate_of = "open", None, None, None
        issue.reason = None if issue.pull else "reopened"
        _moved_on(world, by, issue, "reopened")


def _moved_on(world: World, by: Account, issue: Issue, action: str) -> None:
    issue.updated_at = world.now()
    issue.notify("state_change", by, action)
    world.tell(about_issue(action, issue, by))


def delete(world: World, by: Account, issue: Issue) -> None:
    """An issue is gone with its thread and its links; its number answers 410. Pull requests stay."""
    if issue.pull is not None:
        raise Invalid(f"{issue.ref} is a pull request, which nobody can delete")
    with world.lock:
        place = issue.repository
        del place.issues[issue.number]
        place.gone.add(issue.number)
        world.forget([issue, *issue.comments])
        replace_in_links(issue, None)
        world.tell(about_issue("deleted", issue, by))


def replace_in_links(issue: Issue, new: Issue | None) -> None:
    """Where others name an issue they name another, or none."""
    for blocker in issue.blocked_by:
        _replace(blocker.blocking, issue, new)
    for blocked in issue.blocking:
        _replace(blocked.blocked_by, issue, new)
    for part in issue.parts:
        part.parent = new
    if issue.parent is not None:
        _replace(issue.parent.parts, issue, new)


def _replace(named: list[Issue], old: Issue, new: Issue | None) -> None:
    at = named.index(old)
    named[at : at + 1] = [new] if new is not None else []
