"""The ways out of the house: a chat's webhook, and mail. Each takes one letter, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  # part of a contract that both ways read
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent. ``id`` is the same however often this letter is tried; it names a week and a team."""

    id: str
    subject: str
    text: str
    written: datetime


class Undelivered(Exception):  # noqa: N818  # a state of the world, and no fault of the caller
    """A letter did not arrive, as far as is known. The reason is for people and holds no address.

    ``again``: trying once more may help, in ``retry_after`` seconds at the soonest. ``may_have_arrived``: it was on its
    way when the line went dead.
    """

    def __init__(
        self, reason: str, *, again: bool = False, may_have_arrived: bool = False, retry_after: float = 0.0
    ) -> None:
        super().__init__(reason)
        self.again = again
        self.may_have_arrived = may_have_arrived
        self.retry_after = retry_after


class Outlet(Protocol):
    """A way to one team."""

    @property
    def knows_letters(self) -> bool:
        """Whether a letter that arrives twice is one letter to whoever receives it, for it has the same id."""

    async def send(self, letter: Letter) -> None:
        """Sends it once. Raises ``Undelivered``."""
