"""Learn: gathers what the organisation has seen, so that verdicts on a few issues are made by everyone's past."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy import select

from rules.advice.dealings import dealings_of
from rules.experience import experience_of
from rules.graph import UNKNOWN, Graph
from rules.odds.records import mean_of_team
from service.pipeline.marks import mark_many
from service.store.connection import reading
from service.store.experiences import keep_experience, kept_experience
from service.store.leases import guard
from service.store.neighbourhoods import everything
from service.store.tables import statement
from service.store.work import Lane

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from rules.experience import Experience
    from rules.policy import Assumptions
    from service.pipeline.decisions import Decisions
    from service.store.leases import Lease

LOG = structlog.get_logger()
INTERVAL_SECONDS: Final = 3600.0
NOTICED: Final = 0.05
"""By how much a team's odds move until verdicts are made anew: each issue that is closed moves them a little."""


@dataclass(frozen=True, slots=True)
class Learning:
    """Gathers experience over everything that the store knows, once an hour and for each new configuration."""

    engine: Engine
    decisions: Decisions

    def due(self) -> float:
        """When to gather next, in seconds since 1970. At once where that was interrupted."""
        with reading(self.engine) as connection:
            kept = kept_experience(connection)
        if kept is None or kept.decisions != self.decisions.digest or not kept.spread:
            return 0.0
        return kept.gathered + INTERVAL_SECONDS

    def learn(self, lease: Lease, now: float) -> bool:
        """Gathers, and has judged again what the difference may reach, behind everything else. Whether there was any.

        These are many: they are marked some at a time, so that nobody waits long for the store.
        """
        with reading(self.engine) as connection:
            before, fresh = kept_experience(connection), self._gathered(connection, now)
            concerned = sorted(_concerned(connection))
        known = UNKNOWN if before is None else before.experience
        differs = tells_more(fresh, known, self.decisions.policy.assumptions)
        differs |= before is not None and not before.spread
        self._keep(fresh if differs else replace(known, dealings=fresh.dealings), lease, now, spread=not differs)
        if differs:
            mark_many(self.engine, Lane.REVIEW, concerned, now, lease)
            self._keep(fresh, lease, now, spread=True)
        LOG.info("learned", teams=len(fresh.records), to_judge=len(concerned) if differs else 0)
        return differs

    def _keep(self, experience: Experience, lease: Lease, now: float, *, spread: bool) -> None:
        with self.engine.begin() as connection:
            guard(connection, lease)
            keep_experience(connection, experience, self.decisions.digest, now, spread=spread)

    def _gathered(self, connection: Connection, now: float) -> Experience:
        columns = self.decisions.assembled(everything(connection)).columns
        today = datetime.fromtimestamp(now, UTC).date()
        experience = experience_of(columns, today)
        graph = Graph(columns, as_of=today, policy=self.decisions.policy, experience=experience)
        dealings = dealings_of(graph)
        graph.forget()
        return replace(experience, dealings=dealings)


def tells_more(fresh: Experience, known: Experience, assumptions: Assumptions) -> bool:
    """Whether verdicts may differ: costs did, or some team's odds moved by as much as anybody notices."""
    if fresh.costs != known.costs:
        return True
    teams = {*fresh.records, *known.records}
    odds = ((mean_of_team(slug, one, assumptions) for one in (fresh, known)) for slug in teams)
    return any(abs(new - old) >= NOTICED for new, old in odds)


def _concerned(connection: Connection) -> set[int]:
    """The issues whose deadlines and odds follow from experience: whoever waits or has a fallback, and all parents."""
    asking = select(statement.c.a).where(statement.c.present, statement.c.kind.in_(("wait", "fallback")))
    parents = select(statement.c.b).where(statement.c.present, statement.c.kind == "child")
    return {one for wanted in (asking, parents) for one in connection.execute(wanted).scalars()}
