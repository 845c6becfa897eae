"""What Detour did in some days, as the store has it: what it wrote, and which commands it answered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from service.speech.markers import Role
from service.store.answers import outcomes_on
from service.store.noise import Noise
from service.store.tables import answer, held, noise, verdict

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Written:
    """A new comment, or an edit of one, on an issue that was ``team``'s then."""

    issue_id: int
    role: Role
    kind: Noise
    team: str


def written_since(connection: Connection, since: float) -> list[Written]:
    """What was written since a moment, in seconds since 1970, the oldest first."""
    columns = select(noise.c.issue_id, noise.c.role, noise.c.kind, noise.c.team)
    rows = connection.execute(columns.where(noise.c.at >= since).order_by(noise.c.at, noise.c.id))
    return [Written(row.issue_id, Role(row.role), Noise(row.kind), row.team) for row in rows]


def held_by_team(connection: Connection) -> dict[str, int]:
    """How many events were over a team's budget and are not told yet, by the team that its issue has now."""
    wanted = select(verdict.c.team, func.count()).join(held, held.c.issue_id == verdict.c.issue_id)
    return {row[0]: row[1] for row in connection.execute(wanted.group_by(verdict.c.team))}


def dry_by_team(connection: Connection) -> dict[str, int]:
    """On how many issues something would be said if Detour spoke there, by team."""
    silent = verdict.c.remark.is_not(None) & verdict.c.live.is_(False)
    wanted = select(verdict.c.team, func.count()).where(silent).group_by(verdict.c.team)
    return {row[0]: row[1] for row in connection.execute(wanted)}


def answered_since(connection: Connection, day: date) -> Counter[str]:
    """How many comments with commands got a reaction, of those that were written or changed from a day on, by team."""
    columns = select(answer.c.issue_id, answer.c.comment, verdict.c.team)
    reacted = columns.join(verdict, verdict.c.issue_id == answer.c.issue_id).where(answer.c.reaction_id != "")
    rows = list(connection.execute(reacted))
    outcomes = outcomes_on(connection, sorted({row.issue_id for row in rows}))
    recent = {
        (issue, one.comment)
        for issue, some in outcomes.items()
        for one in some
        if one.changed is not None and one.changed >= day
    }
    return Counter(row.team for row in rows if (row.issue_id, row.comment) in recent)
