"""The count of writes that all processes of a fleet share, a site at a time: nobody starts at nothing after another."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from connectors.turns import taken
from service.store.tables import setting as table
from service.store.upserts import insert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from connectors.turns import Limit


@dataclass(frozen=True, slots=True)
class StoredTurns:
    """Counts what is written on one site. Raises ``SQLAlchemyError``."""

    engine: Engine
    site: str

    def take(self, scope: str, now: float, limits: Sequence[Limit]) -> float:
        """Counts one more write, or says how long it has to wait. Who asks meanwhile waits for the answer."""
        name = f"writes {self.site} {scope}"
        with self.engine.begin() as connection:
            fresh = {"name": name, "value": b""}
            connection.execute(insert(connection, table).values(**fresh).on_conflict_do_nothing())
            here = table.c.name == name
            known = connection.execute(select(table.c.value).where(here).with_for_update()).scalar_one()
            moments, wait = taken(array("d", known), now, limits)
            connection.execute(update(table).where(here).values(value=array("d", moments).tobytes()))
        return wait
