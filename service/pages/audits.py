"""The audits: what each found, what it cost, what it could not read, and the one under way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import msgspec

from rules.rule import Severity
from service.audit_stream import progress_of
from service.printable import printable
from service.refused import Refused
from service.reports.extents import read
from service.store import audits as kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.access.sight import Sight
    from service.extent import Extent
    from service.pages.desk import Visit
    from service.store.audits import KeptAudit

PAGE: Final = 20
GRAVEST_FIRST: Final = tuple(str(severity) for severity in reversed(Severity))
A_MINUTE: Final = 60
STALE_SECONDS: Final = 86_400.0
"""What was interrupted so long ago is gone on with by nobody."""


@dataclass(frozen=True, slots=True)
class Row:
    """An audit, who asked for it, how long it took, what it cost, and how far each site was read."""

    audit: KeptAudit
    who: str
    took: str
    requests: int
    issues: int
    missed: int
    places: int
    extents: tuple[tuple[Extent, str], ...]


def audits(visit: Visit) -> Mapping[str, object]:
    """The values of the page."""
    below = _number(visit.words("below"))
    known = kept.latest(visit.connection, PAGE + 1, below)
    rows = [_row(visit, one) for one in known[:PAGE]]
    now = visit.now
    running = [row for row in rows if row.audit.ended is None and now - row.audit.started < STALE_SECONDS]
    schedule = visit.decisions.settings.schedule
    return {
        "rows": [row for row in rows if row not in running],
        "running": [(row, progress_of(visit.connection, row.audit, now)) for row in running],
        "severities": GRAVEST_FIRST,
        "older": known[PAGE - 1].id if len(known) > PAGE else None,
        "newer": below is not None,
        "next": None if schedule.cron is None else schedule.cron.after(now),
        "schedule": schedule.audit,
        "readable": [name for name in sorted(visit.desk.sites.by_name) if visit.desk.sites.readable(name)],
        "connected": sorted(visit.desk.sites.by_name),
    }


def _number(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 16):  # noqa: PLR2004  # as large as rows are numbered
        raise Refused(400, "There is no such page of audits", "Begin again at /audits.")
    return int(text)


def _row(visit: Visit, audit: KeptAudit) -> Row:
    audit = audit_seen(audit, visit.sight)
    extents = () if audit.outcome is None else audit.outcome.extents
    shown = tuple((one, read(one)) for one in extents)
    return Row(
        audit=audit,
        who=_who(audit.asked_by),
        took=_took(audit),
        requests=sum(one.requests + one.deeper for one in extents),
        issues=sum(one.issues for one in extents),
        missed=sum(one.missed for one in extents),
        places=sum(len(one.out_of_reach) for one, _ in shown),
        extents=shown,
    )


def audit_seen(audit: KeptAudit, sight: Sight) -> KeptAudit:
    """Without the projects and repositories that a viewer may not know of. Pure."""
    if audit.outcome is None or sight.sees_all:
        return audit
    extents = tuple(_extent_seen(one, sight) for one in audit.outcome.extents)
    return replace(audit, outcome=msgspec.structs.replace(audit.outcome, extents=extents))


def _extent_seen(extent: Extent, sight: Sight) -> Extent:
    tracker = extent.site.partition("/")[0]
    seen = (one for one in extent.out_of_reach if sight.sees_container(f"{tracker}:{one.container}"))
    return msgspec.structs.replace(extent, out_of_reach=tuple(seen))


def _who(asked_by: str) -> str:
    return "the schedule" if asked_by == kept.SCHEDULE else f"a {printable(asked_by, 40)}"


def _took(audit: KeptAudit) -> str:
    if audit.ended is None:
        return "was not ended"
    seconds = audit.ended - audit.started
    return f"{seconds:.0f} s" if seconds < A_MINUTE else f"{seconds / A_MINUTE:.0f} min"
