"""Our clock, beside each tracker's and the database's: signatures, leases and readings are ordered by them."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final

from connectors.contract import Unavailable
from service.doctor.lines import Check, note, ok, wrong
from service.store import diagnosis
from service.store.connection import reading

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from connectors.github.inspection import GitHubInspection
    from connectors.jira.inspection import JiraInspection
    from service.doctor.lines import Line
    from service.doctor.patient import Patient

OFF: Final = 10.0
"""Seconds that a clock may be off without anybody noticing; a Date has whole seconds, and takes its time to come."""
FAR_OFF: Final = 60.0
"""Seconds from which GitHub takes no signature of an App any more, and receivers no message of ours."""
SYNCHRONIZE: Final = "have this machine keep its time by NTP: timedatectl set-ntp true"


def checks(patient: Patient) -> Iterator[Check]:
    """One for each tracker that can be asked, and one for a database with a clock of its own."""
    for site, inspection in patient.inspections.items():
        yield Check("clocks", site, partial(_look, inspection))
    if patient.engine.dialect.name == "postgresql":
        yield Check("clocks", "database", partial(_database, patient))


async def _look(inspection: GitHubInspection | JiraInspection) -> AsyncIterator[Line]:
    """A refusal tells the time as well."""
    try:
        await inspection.hello()
    except Unavailable:
        if inspection.clock.ahead is None:
            raise
    if inspection.clock.ahead is None:
        yield note("its answers do not tell the time")
    else:
        yield _compared(inspection.clock.ahead, "the tracker's")


async def _database(patient: Patient) -> AsyncIterator[Line]:
    """Where there is no store yet, ``store`` says so."""

    def ahead() -> float:
        with reading(patient.engine) as connection:
            return patient.now() - diagnosis.seconds(connection)

    yield _compared(await asyncio.to_thread(ahead), "the database's")


def _compared(ahead: float, whose: str) -> Line:
    told = f"our clock is {abs(ahead):,.0f} s {'ahead of' if ahead > 0 else 'behind'} {whose}"
    if abs(ahead) < OFF:
        return ok(f"our clock agrees with {whose}")
    return note(told, SYNCHRONIZE) if abs(ahead) < FAR_OFF else wrong(told, SYNCHRONIZE)
