"""What accounts do to repositories: rename them, archive them, and take them out of the archive again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.simulator.github.happenings import Happening, Invalid

if TYPE_CHECKING:
    from connectors.simulator.github.model import Account, Repository
    from connectors.simulator.github.world import World


def rename(world: World, by: Account, place: Repository, name: str) -> None:
    """Another name for the same repository; the old one leads to it.

    https://docs.github.com/en/repositories/creating-and-managing-repositories/renaming-a-repository
    """
    with world.lock:
        old, full_name = place.name, f"{place.owner.login}/{name}"
        if world.found(full_name) not in (None, place):
            raise Invalid(f"The repository {full_name} already exists")
        world.renamed[place.full_name.lower()] = world.repositories.pop(place.full_name.lower())
        place.name = name
        world.renamed.pop(full_name.lower(), None)
        world.repositories[full_name.lower()] = place
        changes = {"repository": {"name": {"from": old}}}
        world.tell(Happening("repository", "renamed", place.owner, place, by, {"changes": changes}))


def archive(world: World, by: Account, place: Repository, *, archived: bool) -> None:
    """Makes a repository read-only, or writable again."""
    with world.lock:
        if place.archived is not archived:
            place.archived = archived
            action = "archived" if archived else "unarchived"
            world.tell(Happening("repository", action, place.owner, place, by))
