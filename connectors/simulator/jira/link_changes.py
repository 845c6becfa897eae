"""What accounts link: issues with each other, and with what is elsewhere.

Either moves the time at which an issue was updated, but no ``jira:issue_updated`` tells of it: Jira writes the history
without dispatching an event (``setDispatchEvent(false)`` in DefaultIssueLinkManager.createChangeItem, and so in
DefaultRemoteIssueLinkManager). Of a link its own webhook tells, of a remote link none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator.jira.happenings import Happening
from connectors.simulator.jira.model import Link, LinkType, RemoteLink

if TYPE_CHECKING:
    from connectors.simulator.jira.model import Account, Issue
    from connectors.simulator.jira.world import World

SUB_TASK: Final = LinkType(10_100, "jira_subtask_link", "jira_subtask_outward", "jira_subtask_inward", "jira_subtask")
EPIC: Final = LinkType(10_201, "Epic-Story Link", "is Epic of", "has Epic", "jira_gh_epic_story")


def link(world: World, by: Account, source: Issue, destination: Issue, kind: str) -> Link:
    """``source`` reads the outward phrase of ``destination``; a second link like it is the first."""
    with world.lock:
        for known in source.links:
            if (known.type.name, known.source, known.destination) == (kind, source, destination):
                return known
        one = Link(world.new_id(), world.types[kind], source, destination)
        world.links[one.id] = one
        for end in (source, destination):
            end.links.append(one)
            end.updated = world.now()
        world.tell(Happening(event="issuelink_created", at=world.now(), by=by, link=one))
        return one


def unlink(world: World, by: Account, one: Link) -> None:
    """The link is gone from both its ends."""
    with world.lock:
        for end in (one.source, one.destination):
            end.updated = world.now()
        world.tell(cut(world, by, one))


def cut(world: World, by: Account, one: Link, *, follows: bool = False) -> Happening:
    """Takes a link away, and says what is to be told of it."""
    world.links.pop(one.id)
    for end in (one.source, one.destination):
        end.links.remove(one)
    return Happening(event="issuelink_deleted", at=world.now(), by=by, link=one, follows=follows)


def belongs(world: World, by: Account, parent: Issue, part: Issue, event: str) -> None:
    """Tells of the link of Jira's own type that keeps a part with its parent."""
    kind = SUB_TASK if part.kind == "Sub-task" else EPIC
    link = Link(world.new_id(), kind, parent, part)
    world.tell(Happening(event=event, at=world.now(), by=by, link=link))


def link_out(world: World, issue: Issue, link: RemoteLink) -> RemoteLink:
    """A link to elsewhere; one with the same global id takes the former's place."""
    with world.lock:
        for place, known in enumerate(issue.remote_links):
            if link.global_id and known.global_id == link.global_id:
                link.id = known.id
                issue.remote_links[place] = link
                break
        else:
            issue.remote_links.append(link)
        issue.updated = world.now()
        return link


def unlink_out(world: World, issue: Issue, link: RemoteLink) -> None:
    """It leads there no longer."""
    with world.lock:
        issue.remote_links.remove(link)
        issue.updated = world.now()
