"""The experience by which live verdicts are made, as the store keeps it: replaced only where that changes something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy import select

from rules.experience import Dealings, Experience, MedianCost, Record
from rules.graph import UNKNOWN
from service.store.tables import setting
from service.store.upserts import put

if TYPE_CHECKING:
    from sqlalchemy import Connection

NAME: Final = "experience"


class Kept(msgspec.Struct, frozen=True):
    """What was gathered, when (seconds since 1970) and by which decisions (their digest).

    ``spread``: whoever it concerns was marked to be judged again.
    """

    gathered: float
    decisions: bytes
    records: dict[str, Record]
    costs: dict[str, MedianCost]
    dealings: Dealings | None = None
    spread: bool = True

    @property
    def experience(self) -> Experience:
        """As the rules take it."""
        return Experience(self.records, self.costs, self.dealings)


_KEPT: Final = msgspec.msgpack.Decoder(Kept)


def kept_experience(connection: Connection) -> Kept | None:
    """What was gathered last; ``None`` if nothing was yet."""
    found = connection.execute(select(setting.c.value).where(setting.c.name == NAME)).scalar()
    return None if found is None else _KEPT.decode(found)


def experience_in(connection: Connection) -> Experience:
    """What verdicts are made by now."""
    kept = kept_experience(connection)
    return UNKNOWN if kept is None else kept.experience


def keep_experience(
    connection: Connection, experience: Experience, decisions: bytes, now: float, *, spread: bool
) -> None:
    """Replaces it."""
    kept = Kept(now, decisions, dict(experience.records), dict(experience.costs), experience.dealings, spread)
    put(connection, setting, [{"name": NAME, "value": msgspec.msgpack.encode(kept)}])
