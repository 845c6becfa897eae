"""Proposed teams as tables of a configuration, each entry with a comment that tells where it comes from. Pure."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

import tomlkit

from service.printable import printable
from service.setup.names import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tomlkit.items import Table

    from service.settings import Settings
    from service.setup.proposal import ProposedTeam

LONGEST: Final = 120
"""Characters of a comment."""


def table_of(team: ProposedTeam) -> Table:
    """The table of one team."""
    table = tomlkit.table()
    table.add("name", printable(team.name))
    owns = tomlkit.array()
    for claim in team.claims:
        owns.add_line(claim.entry, comment=printable(claim.reason, LONGEST))
    owns.add_line(indent="")
    table.add("owns", owns)
    if team.members:
        members = tomlkit.array()
        members.extend(team.members)
        table.add("members", members.multiline(multiline=False))
        table["members"].comment(printable(team.members_reason, LONGEST))
    return table


def text_of(team: ProposedTeam) -> str:
    """The same as it will stand in the file."""
    document = tomlkit.document()
    teams = tomlkit.table(is_super_table=True)
    teams.append(team.slug, table_of(team))
    document.append("teams", teams)
    return tomlkit.dumps(document).strip("\n")


def owned_already(settings: Settings) -> Callable[[str], bool]:
    """Tells of an entry whether a configured team owns it."""
    teams = [team.team(slug) for slug, team in settings.teams.items()]
    claims = [owned for team in teams for owned in team.owns]
    said = {entry.casefold() for team in settings.teams.values() for entry in team.owns}

    def is_owned(entry: str) -> bool:
        tracker, _, name = entry.partition(":")
        fits = (one.within == tracker and fnmatchcase(name.casefold(), one.pattern.casefold()) for one in claims)
        return entry.casefold() in said or any(fits)

    return is_owned


def configured_teams(settings: Settings) -> Mapping[str, str]:
    """The slugs of configured teams, by how they and their names are folded."""
    named = {folded(team.name): slug for slug, team in settings.teams.items() if team.name}
    return {folded(slug): slug for slug in settings.teams} | named
