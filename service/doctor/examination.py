"""Runs all checks at once, each bounded in time: one that fails ends no other."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from connectors.contract import NotAccepted, Unavailable
from service.doctor import (
    budgets,
    clocks,
    configuration,
    credentials,
    fields,
    link_types,
    permissions,
    reachability,
    receivers,
    schedule,
    sign_in,
    store,
    teams,
    webhooks,
)
from service.doctor.lines import Level, note, wrong
from service.store.connection import reason

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from service.doctor.lines import Check, Line
    from service.doctor.patient import Patient

LOG = structlog.get_logger()
KINDS: Final[tuple[Callable[[Patient], Iterator[Check]], ...]] = (
    configuration.checks,
    store.checks,
    clocks.checks,
    reachability.checks,
    credentials.checks,
    permissions.checks,
    webhooks.checks,
    budgets.checks,
    link_types.checks,
    fields.checks,
    teams.checks,
    schedule.checks,
    receivers.checks,
    sign_in.checks,
)
"""All kinds, in the order in which they are told."""
SECONDS: Final = 20.0
"""How long one check may take."""
OURS: Final = "this is a fault of Detour's: tell its makers, with the log of this command"


@dataclass(frozen=True, slots=True)
class Examined:
    """A check, and what it said."""

    check: Check
    lines: tuple[Line, ...]

    def worst(self) -> Level:
        """The level that counts."""
        levels = {line.level for line in self.lines}
        return next((one for one in (Level.WRONG, Level.NOTE) if one in levels), Level.OK)


async def examine(
    patient: Patient,
    ended: Callable[[Check, int], None] = lambda _check, _left: None,
    seconds: float = SECONDS,
    wanted: Callable[[Check], bool] = lambda _check: True,
) -> AsyncIterator[Examined]:
    """All checks that are wanted, in their order.

    ``ended`` is called as each ends, with how many are left, in any order.
    """
    everything = [check for kind in KINDS for check in kind(patient) if wanted(check)]
    left = len(everything)

    async def looked(check: Check) -> Examined:
        nonlocal left
        lines = await _lines(check, seconds)
        left -= 1
        ended(check, left)
        return Examined(check, lines)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(looked(check)) for check in everything]
        for task in tasks:
            yield await task


async def _lines(check: Check, seconds: float) -> tuple[Line, ...]:
    lines: list[Line] = []
    try:
        async with asyncio.timeout(seconds):
            async for line in check.look():
                lines.append(line)  # noqa: PERF401  # what was said before a failure is kept
    except TimeoutError:
        lines.append(wrong(f"no answer within {seconds:g} s", "see what is slow on the way, and look again"))
    except NotAccepted:
        lines.append(note("not looked at: the credentials are not accepted", "see the line on credentials"))
    except Unavailable as unavailable:
        lines.append(note(f"not looked at: {unavailable}", "see the line on reachability, and look again"))
    except SQLAlchemyError as error:
        lines.append(note(f"not looked at: {reason(error)}", "see the line on the store"))
    except Exception as error:  # a fault of ours in one check must not hide what others found
        LOG.exception("check_failed", kind=check.kind, about=check.about)
        lines.append(wrong(f"it could not be looked at: {type(error).__name__}", OURS))
    return tuple(lines)
