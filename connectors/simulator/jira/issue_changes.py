"""What accounts do to issues: make, edit, plan, resolve, move, delete.

Each takes the world, who does it, and what; it changes the world and tells what happened. Nobody's permission is asked
here: the API does that before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from connectors.simulator.jira import link_changes
from connectors.simulator.jira.happenings import Change, Happening, Invalid
from connectors.simulator.jira.model import Issue, Sprint, Version
from connectors.simulator.jira.texts import document_of, plain, wiki_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from connectors.simulator.jira.model import Account, Project, Text
    from connectors.simulator.jira.world import World

RESOLUTIONS: Final = {"completed": "Done", "not_planned": "Won't Do", "duplicate": "Duplicate"}
KINDS: Final = {"status": "issue_generic", "assignee": "issue_assigned", "Key": "issue_moved"}
"""What newer sites call a change of these fields; of any other it is ``issue_updated``."""


def kept(world: World, text: Text) -> Text:
    """A text as this Jira keeps it: Cloud as a document, Data Center as markup."""
    if text is None:
        return None
    if world.cloud:
        return document_of(text) if isinstance(text, str) else text
    return wiki_of(text)


def make(world: World, by: Account, project: Project, fields: Mapping[str, Any]) -> Issue:
    """A new issue; ``fields`` are those of ``model.Issue``."""
    with world.lock:
        project.numbers += 1
        now = world.now()
        given = {**fields, "body": kept(world, fields.get("body"))}
        issue = Issue(project, project.numbers, world.new_id(), by, created=now, updated=now, **given)
        project.issues[issue.number] = world.issues[issue.id] = issue
        if issue.parent is not None:
            issue.parent.parts.append(issue)
        world.tell(Happening(event="jira:issue_created", at=now, by=by, issue=issue, kind="issue_created"))
        return issue


def edit(world: World, by: Account, issue: Issue, **fields: Any) -> None:  # noqa: ANN401  # of any type
    """Other values of some of its fields; where they are the old ones nothing happens."""
    with world.lock:
        if "body" in fields:
            fields["body"] = kept(world, fields["body"])
        changes = []
        for name, value in fields.items():
            before = getattr(issue, name)
            if before != value:
                setattr(issue, name, value)
                changes.append(Change(NAMES.get(name, name), _shown(before), _shown(value)))
        if changes:
            _moved(world, by, issue, *changes)


NAMES: Final = {"title": "summary", "body": "description", "due": "duedate", "versions": "Fix Version"}


def label(world: World, by: Account, issue: Issue, labels: Iterable[str]) -> None:
    """Exactly these labels from now on."""
    edit(world, by, issue, labels=list(dict.fromkeys(labels)))


def plan(world: World, by: Account, issue: Issue, name: str | None, release: date | None) -> None:
    """Puts an issue into a version, made if need be, or into none."""
    with world.lock:
        if name is None:
            edit(world, by, issue, versions=[])
            return
        versions = issue.project.versions
        version = versions.setdefault(name, Version(name, world.new_id()))
        version.release = release or version.release
        edit(world, by, issue, versions=[version])


def run(world: World, by: Account, issue: Issue, name: str, state: str, end: datetime) -> None:
    """Puts an issue into a sprint."""
    edit(world, by, issue, sprint=Sprint(name, world.new_id(), state, end))


def transit(world: World, by: Account, issue: Issue, status: str, resolution: str = "") -> None:
    """Another status, and with it a resolution or none."""
    with world.lock:
        if (status, resolution) != (issue.status, issue.resolution):
            issue.resolved = world.now() if resolution else None
            edit(world, by, issue, status=status, resolution=resolution)
            issue.notify("state_change", by, status)


def close(world: World, by: Account, issue: Issue, reason: str, of: Issue | None = None) -> None:
    """Resolves an issue; a duplicate is linked to what it is one ``of``."""
    if reason not in RESOLUTIONS:
        raise Invalid(f"{reason} is no reason to close an issue")
    with world.lock:
        transit(world, by, issue, "Done", RESOLUTIONS[reason])
        if of is not None:
            link_changes.link(world, by, issue, of, "Duplicate")


def move(world: World, by: Account, issue: Issue, project: Project) -> None:
    """Another project: another key, and the old one leads on. Its number stays, and so does all that is linked."""
    with world.lock:
        old, before = issue.project, issue.ref
        del old.issues[issue.number]
        old.moved[issue.number] = issue
        project.numbers += 1
        issue.project, issue.number = project, project.numbers
        project.issues[issue.number] = issue
        _moved(world, by, issue, Change("project", old.key, project.key), Change("Key", before, issue.ref))


def delete(world: World, by: Account, issue: Issue) -> None:
    """An issue is gone with its sub-tasks, its thread and its links.

    Cloud tells of it first and then, in its second lane, of all that follows, comments among it (see ``hooks``); Data
    Center deletes the links beforehand (DefaultIssueDeleteHelper).
    """
    with world.lock:
        for part in list(issue.parts):
            if part.kind == "Sub-task":
                delete(world, by, part)
            part.parent = None
        gone = Happening(event="jira:issue_deleted", at=world.now(), by=by, issue=issue, kind="issue_deleted")
        if world.cloud:
            world.tell(gone)
        world.tell(*[link_changes.cut(world, by, one, follows=True) for one in list(issue.links)])
        _leave(world, issue)
        world.tell(*(_comments_gone(world, by, issue) if world.cloud else (gone,)))


def _leave(world: World, issue: Issue) -> None:
    if issue.parent is not None:
        issue.parent.parts.remove(issue)
    for comment in issue.comments:
        world.comments.pop(comment.id)
    del issue.project.issues[issue.number], world.issues[issue.id]


def _comments_gone(world: World, by: Account, issue: Issue) -> list[Happening]:
    event, now = "comment_deleted", world.now()
    return [Happening(event=event, at=now, by=by, issue=issue, comment=one, follows=True) for one in issue.comments]


def adopt(world: World, by: Account, parent: Issue | None, part: Issue) -> None:
    """``part`` belongs to ``parent`` from now on, or to none."""
    with world.lock:
        if part.parent is not None:
            part.parent.parts.remove(part)
            link_changes.belongs(world, by, part.parent, part, "issuelink_deleted")
        if parent is not None:
            parent.parts.append(part)
            link_changes.belongs(world, by, parent, part, "issuelink_created")
        edit(world, by, part, parent=parent)


def _moved(world: World, by: Account, issue: Issue, *changes: Change) -> None:
    issue.updated = world.now()
    kind = next((KINDS[change.field] for change in changes if change.field in KINDS), "issue_updated")
    world.tell(Happening(event="jira:issue_updated", at=issue.updated, by=by, issue=issue, kind=kind, changes=changes))


def _shown(value: object) -> str:
    """As a change log tells it."""
    match value:
        case None:
            return ""
        case list():
            return " ".join(map(_shown, value))
        case str() | dict():
            return plain(value)
    return str(getattr(value, "name", None) or getattr(value, "ref", None) or getattr(value, "login", None) or value)
