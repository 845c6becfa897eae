"""The custom fields of a Jira that are read: sprint, epic, team, and those that teams own by."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from service.doctor.lines import Check, note, ok, wrong
from service.settings.rule_words import nearest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from connectors.jira.inspection import JiraInspection
    from service.doctor.lines import Line
    from service.doctor.patient import Patient
    from service.settings.sites import JiraSite


def checks(patient: Patient) -> Iterator[Check]:
    """One for each Jira with credentials."""
    for site, inspection in patient.jira:
        yield Check("fields", site.site().name, partial(_look, site, inspection))


async def _look(site: JiraSite, inspection: JiraInspection) -> AsyncIterator[Line]:
    names = {one.id: one.name for one in await inspection.fields()}
    configured = {name.casefold() for name in site.fields}
    for name, number in site.dialect().fields.items():
        yield _field(name, number, names, configured=name.casefold() in configured)


def _field(name: str, number: str, names: Mapping[str, str], *, configured: bool) -> Line:
    """A default that is another field here misleads as much as a wrong number; one that is missing does no harm."""
    found, here = names.get(number), {called: one for one, called in names.items()}
    meant = nearest(name, here)
    fix = (
        f'write fields = {{ "{name}" = "{here[meant]}" }}: it is called {meant} here'
        if meant
        else NONE.format(name=name)
    )
    if found is None:
        told = f"{name} should be {number}, and there is no such field"
        return wrong(told, fix) if configured else note(told, fix)
    if not configured and found.casefold() != name.casefold():
        return wrong(f"{name} should be {number}, which is {found} here", fix)
    return ok(f"{name} is {number}, called {found}")


NONE = 'no field is called so; if none means it, leave it, else write fields = {{ "{name}" = "customfield_..." }}'
