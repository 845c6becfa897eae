"""Which projects a sweep can search, and which it should and cannot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.scanning import OutOfReach

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.jira.answers import ListedProject
    from connectors.jira.flavors import Flavor
    from connectors.jira.transport import Reads

KEY: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,254}", re.ASCII)
"""What can stand in a query, whatever a site lists."""
BROWSE: Final = 'the permission "Browse projects"'


@dataclass(frozen=True, slots=True)
class Reach:
    """The keys of the projects that can be searched, in their order."""

    keys: tuple[str, ...]
    out_of_reach: tuple[OutOfReach, ...] = ()


async def reach(reads: Reads, flavor: Flavor, configured: Sequence[str]) -> Reach:
    """Of the configured projects, or of all that the account sees where none are. Raises ``Unavailable``."""
    visible = _keys(await flavor.projects(reads))
    if not configured:
        return Reach(tuple(sorted(visible.values())), () if visible else (_nothing(),))
    wanted = {key.casefold(): key for key in configured}
    archived = _keys(await flavor.archived(reads)) if wanted.keys() - visible.keys() else {}
    missing = (
        _archived(archived[one]) if one in archived else _hidden(wanted[one]) for one in wanted if one not in visible
    )
    return Reach(tuple(sorted(visible[one] for one in wanted if one in visible)), tuple(missing))


def refused(key: str, reason: str) -> OutOfReach:
    """A project that is listed and cannot be searched all the same."""
    return OutOfReach(key, f"it cannot be searched: {reason}", f"look whether Detour's account has {BROWSE} there")


def _keys(projects: Sequence[ListedProject]) -> dict[str, str]:
    return {one.key.casefold(): one.key for one in projects if KEY.fullmatch(one.key)}


def _hidden(key: str) -> OutOfReach:
    reason = "no project has this key, or Detour's account may not browse it"
    return OutOfReach(key, reason, f"give the account {BROWSE} there, or correct projects under [[jira]]")


def _archived(key: str) -> OutOfReach:
    advice = "restore it, or take it out of projects under [[jira]]"
    return OutOfReach(key, "the project is archived, and Jira finds nothing in it", advice)


def _nothing() -> OutOfReach:
    return OutOfReach("every project", "Detour's account sees none", f"give it {BROWSE} where it should read")
