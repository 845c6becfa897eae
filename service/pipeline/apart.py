"""Keeps one issue on which the work fails from holding up all others of its site.

A batch that fails is halved until the one is found at which it does. That one is tried again, later each time, and
given up in the end; all others are done. What a tracker refuses counts against an issue only if the tracker answered
something else meanwhile: else it is the tracker that is down, and nothing is given up for that.
"""

from __future__ import annotations

import asyncio
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from connectors.contract import NotAccepted, Unavailable
from service.store.connection import reason
from service.store.failures import failed
from service.store.leases import LeaseLostError, guard
from service.store.work import put_off

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from sqlalchemy import Engine

    from service.store.leases import Lease
    from service.store.work import Claim, Lane

LOG = structlog.get_logger()


def halves(claims: Sequence[Claim]) -> tuple[Sequence[Claim], Sequence[Claim]]:
    """A batch in two parts. Pure."""
    middle = len(claims) // 2
    return claims[:middle], claims[middle:]


def is_of_the_work(error: Exception) -> bool:
    """Whether an error comes of what was worked on, and not of the store, the tracker or another process. Pure."""
    if isinstance(error, (Unavailable, LeaseLostError)):
        return False
    return not isinstance(error, SQLAlchemyError) or isinstance(error, (DataError, IntegrityError))


def why(error: Exception) -> str:
    """What failed, for people: without the values that a statement or a text of others may bring. Pure."""
    if isinstance(error, SQLAlchemyError):
        return f"the store refuses it: {reason(error)}"
    if isinstance(error, Unavailable):
        return str(error)
    [*_, last] = traceback.extract_tb(error.__traceback__) or [None]
    place = "" if last is None else f" at {Path(last.filename).name}:{last.lineno}"
    return f"a fault in Detour: {type(error).__name__}{place}"


@dataclass(slots=True)
class Apart:
    """The failures of one lane's work. ``answered`` is to be called whenever its tracker did what it was asked for."""

    engine: Engine
    _answers: bool = False

    def answered(self) -> None:
        """The tracker works."""
        self._answers = True

    def blames(self, error: Unavailable) -> bool:
        """Whether what the tracker refused is the fault of the one issue that was asked about."""
        answers, self._answers = self._answers, False
        return answers and error.retry_after is None and not isinstance(error, NotAccepted)

    async def attempt(self, lane: Lane, claim: Claim, work: Awaitable[None], lease: Lease, now: float) -> None:
        """Does one piece of work that may ask the tracker, and holds up no other if it fails.

        Raises ``Unavailable`` where the tracker cannot be asked; the work waits on then, behind what waits beside it.
        """
        answers, self._answers = self._answers, False
        try:
            await work
        except Exception as error:
            self._answers = answers  # what it answered for this very work tells nothing
            if not is_of_the_work(error) and not isinstance(error, Unavailable):
                raise
            if isinstance(error, Unavailable) and not self.blames(error):
                if error.retry_after is None:
                    await asyncio.to_thread(self._behind_others, lane, claim, lease, now)
                raise
            await asyncio.to_thread(self.set_aside, lane, claim, error, lease, now)
        else:
            self._answers |= answers

    def _behind_others(self, lane: Lane, claim: Claim, lease: Lease, now: float) -> None:
        with self.engine.begin() as connection:
            guard(connection, lease)
            put_off(connection, lane, [claim], now + 1.0)

    def set_aside(self, lane: Lane, claim: Claim, error: Exception, lease: Lease, now: float) -> None:
        """Has one piece of work tried later, or gives it up."""
        told = why(error)
        with self.engine.begin() as connection:
            guard(connection, lease)
            dead = failed(connection, lease.site, lane, claim, told, now)
        log = LOG.error if dead else LOG.warning
        event = "work_given_up" if dead else "work_failed"
        log(event, site=lease.site, lane=lane.value, issue_row=claim.issue_id, reason=told)
