"""The schedule: when the next audit is, and whether the last one came."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from service.doctor.lines import Check, note, ok, wrong
from service.store.audits import last_slot
from service.store.connection import exists, is_current, reading

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from service.doctor.lines import Line
    from service.doctor.patient import Patient

LATE: Final = 3600.0
"""Seconds after its moment at which an audit should have begun."""


def checks(patient: Patient) -> Iterator[Check]:
    """One."""
    yield Check("schedule", "", partial(_look, patient))


async def _look(patient: Patient) -> AsyncIterator[Line]:
    schedule, now = patient.settings.schedule, patient.now()
    if schedule.cron is None:
        yield note("no audit runs by itself", 'write audit = "0 6 * * 1-5" under [schedule], or run detour audit')
        return
    following = schedule.cron.after(now)
    if following is None:
        yield wrong(f"audit = {schedule.audit!r} never comes", 'write one that does: audit = "0 6 * * 1-5"')
        return
    yield ok(f"the next audit is on {_moment(following)}")
    last = await asyncio.to_thread(_last, patient) if exists(patient.engine) else None
    missed = None if last is None else schedule.cron.latest(last, now - LATE)
    if missed is not None:
        yield wrong(f"the audit of {_moment(missed)} was not begun", "see that detour serve runs, and its log")


def _last(patient: Patient) -> float | None:
    with reading(patient.engine) as connection:
        return last_slot(connection) if is_current(connection) else None


def _moment(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
