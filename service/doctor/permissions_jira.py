"""What our account may do in the projects of a Jira."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from connectors.contract import Denied
from connectors.jira.inspection import NEEDED, NEEDED_TO_ASK, NEEDED_TO_SPEAK
from rules.rule import counted
from service.doctor.lines import note, ok, wrong

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from connectors.jira.inspection import JiraInspection
    from service.doctor.lines import Line
    from service.doctor.patient import Patient
    from service.settings.sites import JiraSite

LOOKED_AT: Final = 50
"""Projects of a site that is not narrowed down of which permissions are asked, a request or two each."""
SCHEME: Final = "give the account a role that has {names} in the permission scheme of {project}"
BROWSE: Final = "give the account Browse Projects in {project}"
RESTORE: Final = "take it out of projects, or restore it"


async def look(patient: Patient, site: JiraSite, inspection: JiraInspection) -> AsyncIterator[Line]:
    """Whether each project is seen, and what may be done there: those of which the same is to be said are one line."""
    keys = list(site.projects)
    if not keys:
        keys = [one.key for one in await inspection.projects() if not one.archived]
        seen = f"{counted(len(keys), 'project')} {'is' if len(keys) == 1 else 'are'} seen"
        yield ok(seen) if keys else wrong("no project is seen", BROWSE.format(project="one"))
    lacking: dict[frozenset[str], list[str]] = defaultdict(list)
    for key in sorted(keys)[: len(site.projects) or LOOKED_AT]:
        try:
            project = await inspection.project(key)
        except Denied:
            fix = f"see its key in the configuration, or {BROWSE.format(project=key)}"
            yield wrong(f"project {key} is not seen", fix)
            continue
        if project.archived:
            yield note(f"project {key} is archived: no search finds its issues", RESTORE)
        lacking[frozenset(await inspection.lacks(key))].append(key)
    for names, places in lacking.items():
        for line in _lacks(names, ", ".join(places), speaks=patient.speaks):
            yield line


def _lacks(names: frozenset[str], places: str, *, speaks: bool) -> Iterator[Line]:
    def grant(some: tuple[str, ...]) -> str:
        """How to get those of some that are missing; '' where none is."""
        missing = ", ".join(one.replace("_", " ").title() for one in some if one in names)
        return missing and SCHEME.format(names=missing, project=places)

    if fix := grant(NEEDED):
        yield wrong(f"issues of {places} cannot be read", fix)
    if fix := grant(NEEDED_TO_SPEAK):
        told = f"comments on issues of {places} {'cannot' if speaks else 'could not'} be kept up"
        yield wrong(told, fix) if speaks else note(told, fix)
    if fix := grant((NEEDED_TO_ASK,)):
        yield note(f"who may give commands in comments cannot be asked in {places}, so that none count there", fix)
    if not names:
        yield ok(f"{places}: all that Detour needs")
