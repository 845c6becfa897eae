"""Moving an issue to another repository.

It becomes a new one, with another number, database id and node id; the old address leads to it in the REST API and on
pages, and is not found in GraphQL. Labels come along where the other repository has them; the milestone does not.
https://docs.github.com/en/issues/tracking-your-work-with-issues/administering-issues/transferring-an-issue-to-another-repository
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from connectors.simulator.github.happenings import Invalid, about_issue
from connectors.simulator.github.issue_changes import replace_in_links

if TYPE_CHECKING:
    from connectors.simulator.github.model import Account, Comment, Issue, Repository
    from connectors.simulator.github.world import World


def transfer(world: World, by: Account, old: Issue, there: Repository) -> Issue:
    """The issue at its new place. Both repositories tell of it."""
    if old.pull is not None or there is old.repository or there.owner is not old.repository.owner:
        raise Invalid(f"{old.ref} cannot move to {there.full_name}")
    with world.lock:
        new = _at(world, old, there)
        here = old.repository
        del here.issues[old.number]
        here.moved[old.number] = new
        world.forget([old, *old.comments])
        replace_in_links(old, new)
        world.tell(
            about_issue("transferred", old, by, changes={"new_issue": new, "new_repository": there}),
            about_issue("opened", new, by, changes={"old_issue": old, "old_repository": here}),
        )
        return new


def _at(world: World, old: Issue, there: Repository) -> Issue:
    there.numbers += 1
    number = world.new_id()
    new = world.keep(
        replace(
            old,
            repository=there,
            number=there.numbers,
            id=number,
            node_id=f"I_kwDO{number:x}",
            updated_at=world.now(),
            milestone=None,
            labels=[there.labels[one.name.lower()] for one in old.labels if one.name.lower() in there.labels],
        )
    )
    new.comments = [_copied(world, one, new) for one in old.comments]
    there.issues[new.number] = new
    return new


def _copied(world: World, comment: Comment, issue: Issue) -> Comment:
    number = world.new_id()
    return world.keep(replace(comment, issue=issue, id=number, node_id=f"IC_kwDO{number:x}"))
