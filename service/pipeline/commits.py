"""Steps that tasks take beside each other, many to a commit: whatever came while one was written is in the next.

To wait for the disk takes as long for one as for all of them.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from service.pipeline.apart import is_of_the_work
from service.store.clock import changing
from service.store.leases import guard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, Engine

    from service.store.leases import Lease

Given = ParamSpec("Given")
Result = TypeVar("Result")


class _Waiting(NamedTuple):
    """A step whose task waits for its commit."""

    lease: Lease
    step: Callable[[Connection], Any]
    taken: asyncio.Future[Any]


@dataclass(slots=True)
class Commits:
    """The steps of the tasks of one event loop, in the order in which they were asked for."""

    engine: Engine
    _waiting: list[_Waiting] = field(default_factory=list)
    _writing: asyncio.Task[None] | None = None

    async def take(
        self,
        lease: Lease,
        step: Callable[Concatenate[Connection, Given], Result],
        *given: Given.args,
        **named: Given.kwargs,
    ) -> Result:
        """What a step returns, when it is committed; if it fails nothing of it is. It may be run more than once.

        Raises what the step raises, ``LeaseLostError``, or what the store raises for all that were in the commit.
        """
        taken: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(lease, lambda connection: step(connection, *given, **named), taken))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await taken

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            outcomes = await asyncio.to_thread(self._outcomes, batch)
            for one, outcome in zip(batch, outcomes, strict=True):
                if one.taken.done():  # its task was cancelled
                    continue
                if isinstance(outcome, Exception):
                    one.taken.set_exception(outcome)
                else:
                    one.taken.set_result(outcome)

    def _outcomes(self, batch: Sequence[_Waiting]) -> list[Any]:
        """What each step returned, or why it failed: by itself, where others of the batch may have been why."""
        try:
            with changing(self.engine) as (connection, _):
                for lease in dict.fromkeys(one.lease for one in batch):
                    guard(connection, lease)
                return [one.step(connection) for one in batch]
        except Exception as error:  # noqa: BLE001  # it is told to whoever asked
            if len(batch) == 1 or not is_of_the_work(error):
                return [error] * len(batch)
            return [outcome for one in batch for outcome in self._outcomes([one])]
