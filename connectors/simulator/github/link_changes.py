"""What accounts do to links: dependencies and sub-issues. None of it moves an issue's ``updated_at``.

Both ends of a link tell of it:
https://docs.github.com/en/webhooks/webhook-events-and-payloads#issue_dependencies
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator.github.happenings import Happening, Invalid

if TYPE_CHECKING:
    from connectors.simulator.github.model import Account, Issue
    from connectors.simulator.github.world import World

MOST: Final = 50
"""Links of an issue in one direction."""


def block(world: World, by: Account, blocked: Issue, blocking: Issue) -> None:
    """``blocked`` waits on ``blocking`` from now on."""
    with world.lock:
        if blocked.pull is not None or blocking.pull is not None:
            raise Invalid("Only issues depend on issues")
        if blocked is blocking or blocking in blocked.blocked_by:
            raise Invalid("Target issue has already been taken")
        if len(blocked.blocked_by) >= MOST or len(blocking.blocking) >= MOST:
            raise Invalid(f"An issue has at most {MOST} dependencies in one direction")
        blocked.blocked_by.append(blocking)
        blocking.blocking.append(blocked)
        world.tell(*_dependency("added", blocked, blocking, by))


def unblock(world: World, by: Account, blocked: Issue, blocking: Issue) -> None:
    """``blocked`` waits on ``blocking`` no longer."""
    with world.lock:
        if blocking not in blocked.blocked_by:
            raise Invalid(f"{blocked.ref} does not wait on {blocking.ref}")
        blocked.blocked_by.remove(blocking)
        blocking.blocking.remove(blocked)
        world.tell(*_dependency("removed", blocked, blocking, by))


def _dependency(what: str, blocked: Issue, blocking: Issue, by: Account) -> tuple[Happening, Happening]:
    ends: dict[str, object] = {
        "blocked_issue_id": blocked.id,
        "blocked_issue": blocked,
        "blocking_issue_id": blocking.id,
        "blocking_issue": blocking,
    }
    there, here = blocking.repository, blocked.repository
    return (
        _told("issue_dependencies", f"blocked_by_{what}", blocked, by, ends | {"blocking_issue_repo": there}),
        _told("issue_dependencies", f"blocking_{what}", blocking, by, ends | {"blocked_issue_repo": here}),
    )


def add_part(world: World, by: Account, parent: Issue, part: Issue, *, replace_parent: bool = False) -> None:
    """``part`` is a sub-issue of ``parent`` from now on. It has one parent only."""
    with world.lock:
        if parent is part or parent.pull is not None or part.pull is not None:
            raise Invalid("Only issues have sub-issues")
        if part.parent is not None and not replace_parent:
            raise Invalid("Sub issue may only have one parent")
        if part.parent is not None:
            remove_part(world, by, part.parent, part)
        parent.parts.append(part)
        part.parent = parent
        world.tell(*_part("added", parent, part, by))


def remove_part(world: World, by: Account, parent: Issue, part: Issue) -> None:
    """``part`` has no parent any more."""
    with world.lock:
        if part.parent is not parent:
            raise Invalid(f"{part.ref} is no sub-issue of {parent.ref}")
        parent.parts.remove(part)
        part.parent = None
        world.tell(*_part("removed", parent, part, by))


def _part(what: str, parent: Issue, part: Issue, by: Account) -> tuple[Happening, Happening]:
    ends: dict[str, object] = {
        "sub_issue_id": part.id,
        "sub_issue": part,
        "parent_issue_id": parent.id,
        "parent_issue": parent,
    }
    return (
        _told("sub_issues", f"sub_issue_{what}", parent, by, ends | {"sub_issue_repo": part.repository}),
        _told("sub_issues", f"parent_issue_{what}", part, by, ends | {"parent_issue_repo": parent.repository}),
    )


def _told(event: str, action: str, end: Issue, by: Account, about: dict[str, object]) -> Happening:
    return Happening(event, action, end.repository.owner, end.repository, by, about)
