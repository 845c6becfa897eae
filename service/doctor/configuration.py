"""The configuration as a whole: that it connects something, and what of it leads nowhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rules.rule import counted
from service.doctor.lines import Check, note, ok, wrong
from service.settings.summary import unread_fields

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from service.doctor.lines import Line
    from service.doctor.patient import Patient


def checks(patient: Patient) -> Iterator[Check]:
    """One. A file that cannot be read ends the command before."""
    yield Check("configuration", "", partial(_look, patient))


async def _look(patient: Patient) -> AsyncIterator[Line]:
    settings = patient.settings
    if not settings.sites:
        yield wrong("no tracker is connected", "add [[github]] or [[jira]]: detour config init shows every key")
        return
    sites, teams = counted(len(settings.sites), "tracker"), counted(len(settings.teams), "team", zero="no")
    yield ok(f"{sites} and {teams} are configured")
    if not settings.teams:
        yield note(
            "without teams each project and repository stands in for one", 'add [teams.NAME] with owns = ["jira:PAY"]'
        )
    for slug, team in settings.teams.items():
        for field in unread_fields(team, settings):
            yield wrong(
                f"team {slug} owns by the field {field}, which no [[jira]] is told to read",
                f'add fields = {{ {field} = "customfield_..." }} to the [[jira]] that has it',
            )
    if patient.speaks and not (patient.github or patient.jira):
        yield wrong("comments are live, and no tracker has credentials", "add a token to the site, or go to dry-run")
