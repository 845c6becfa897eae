"""What accounts link: issues with each other, and with what is elsewhere.

Either moves the time at which an issue was updated, but no ``jira:issue_updated`` tells of it: Jira writes the history
without dispatching an event (DefaultIssueLinkManager and DefaultRemoteIssueLinkManager, ``setDispatchEvent(false)``).
Of a link its own webhook tells, of a remote link none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.simulator.jira.happenings import Happening
from connectors.simulator.jira.model import Link, RemoteLink

if TYPE_CHECKING:
    from connectors.simulator.jira.model import Account, Issue
    from connectors.simulator.jira.world import World


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
        world.links.pop(one.id)
        for end in (one.source, one.destination):
            end.links.remove(one)
            end.updated = world.now()
        world.tell(Happening(event="issuelink_deleted", at=world.now(), by=by, link=one))


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
