"""What operators watch of the store: how old its oldest work is, what was found last, and how the last audit went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from service.store.deliveries import DeliveryState
from service.store.tables import audit, delivery, finding, work

if TYPE_CHECKING:
    from sqlalchemy import Connection


def oldest_due(connection: Connection) -> dict[tuple[str, str], float]:
    """Since when the longest due work is due, in seconds since 1970, by site and lane."""
    waits = work.c.generation > work.c.done
    wanted = select(work.c.site, work.c.lane, func.min(work.c.due)).where(waits).group_by(work.c.site, work.c.lane)
    return {(site, lane): due for site, lane, due in connection.execute(wanted)}


def oldest_unheard(connection: Connection) -> float | None:
    """When the oldest delivery came that nobody has looked at yet, in seconds since 1970."""
    new = delivery.c.state == DeliveryState.KEPT.value
    first = select(delivery.c.received).where(new).order_by(delivery.c.id).limit(1)
    found: float | None = connection.execute(first).scalar()
    return found


def findings(connection: Connection) -> dict[tuple[str, str], int]:
    """How many findings the last survey had that no waiver accepts, by code and team."""
    there = finding.c.gone.is_(None) & finding.c.accepted.is_(False)
    wanted = select(finding.c.code, finding.c.team, func.count()).where(there).group_by(finding.c.code, finding.c.team)
    return {(code, team): count for code, team, count in connection.execute(wanted)}


def audits_ended(connection: Connection) -> int:
    """How many audits came to their end."""
    return connection.execute(select(func.count()).where(audit.c.ended.is_not(None))).scalar_one()


def last_audit(connection: Connection) -> tuple[float, float] | None:
    """When the last audit that ended began and ended, in seconds since 1970."""
    ended = select(audit.c.started, audit.c.ended).where(audit.c.ended.is_not(None))
    row = connection.execute(ended.order_by(audit.c.id.desc()).limit(1)).first()
    return None if row is None else (row.started, row.ended)
