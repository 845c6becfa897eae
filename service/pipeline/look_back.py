"""Look back: reads what has moved since the last sweep, between audits, for what no webhook told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.scanning import Wanted
from service.pipeline.audits import URGENT, since_last
from service.store import audits, sweeps
from service.store.clock import changing
from service.store.connection import reading

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from service.pipeline.site import Sites
    from service.store.sweeps import Passage

A_DAY: Final = 86_400.0
"""After so long an audit that has not ended was interrupted. One by command is seen by its sweeps."""


@dataclass(frozen=True, slots=True)
class LookingBack:
    """Begins a look back ``seconds`` after the last sweep of a site began, unless an audit reads the same."""

    engine: Engine
    sites: Sites
    seconds: float

    def is_due(self, now: float) -> bool:
        """Whether there is any to be begun."""
        with reading(self.engine) as connection:
            return bool(self._due(connection, now))

    def begin(self, now: float) -> list[str]:
        """Begins those that are due; the names of their sites."""
        with changing(self.engine) as (connection, _):
            due = self._due(connection, now)
            for site, since in due.items():
                sweeps.begin(connection, site, Wanted.MOVED, now, since)
        return list(due)

    def _due(self, connection: Connection, now: float) -> dict[str, float]:
        """The sites, and since when each is to be read."""
        audit = audits.under_way(connection, audits.SCHEDULE)
        if audit is not None and audit.started > now - A_DAY:
            return {}
        swept: dict[str, list[Passage]] = {}
        for one in sweeps.passages(connection):
            if one.wanted in URGENT and self.sites.readable(one.site):
                swept.setdefault(one.site, []).append(one)
        return {
            site: since
            for site, known in swept.items()
            if (since := since_last(known)) is not None
            and not any(one.is_under_way for one in known)
            and max(one.started for one in known) + self.seconds <= now
        }
