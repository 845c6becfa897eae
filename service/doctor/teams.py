"""Whether each team owns anything that was seen."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from rules.rule import counted
from service.doctor.lines import Check, note, ok
from service.store import diagnosis
from service.store.connection import exists, is_current, reading

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from service.doctor.lines import Line
    from service.doctor.patient import Patient


def checks(patient: Patient) -> Iterator[Check]:
    """One, if there are teams."""
    if patient.settings.teams:
        yield Check("teams", "", partial(_look, patient))


async def _look(patient: Patient) -> AsyncIterator[Line]:
    owned = await asyncio.to_thread(_owned, patient) if exists(patient.engine) else {}
    if not owned:
        yield note(
            "nothing was judged yet, so that nobody knows what teams own", "detour audit --config FILE reads all"
        )
        return
    idle = [slug for slug in patient.settings.teams if not owned.get(slug)]
    for slug in idle:
        owns = ", ".join(patient.settings.teams[slug].owns)
        yield note(
            f"{slug} owns no issue that was seen", f"compare owns = [{owns}] with projects, repositories, labels"
        )
    if busy := len(patient.settings.teams) - len(idle):
        yield ok(f"{counted(busy, 'team')} {'owns' if busy == 1 else 'own'} issues that were seen")


def _owned(patient: Patient) -> dict[str, int]:
    with reading(patient.engine) as connection:
        return diagnosis.issues_by_team(connection) if is_current(connection) else {}
