"""The audits that a store keeps, for people and programs: what each found, what had changed, how far it read. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec

from rules.rule import Severity
from service.printable import printable
from service.reports import extents
from service.reports.columns import in_columns
from service.store.audits import SCHEDULE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from service.store.audits import KeptAudit

GRAVEST_FIRST: Final = tuple(str(severity) for severity in reversed(Severity))
HEADINGS: Final = (
    "audit",
    "began (UTC)",
    "asked by",
    "took",
    *GRAVEST_FIRST,
    "new",
    "gone",
    "self-reliance",
    "requests",
    "missed",
)
NONE_YET: Final = "No audit has been made with this store yet: 'detour audit --config FILE' makes one."
EXPLAINED: Final = (
    "New and gone: findings, since the audit before of the same sites.",
    "Self-reliance: the share of plans that ship if nobody else delivers.",
    "Missed: issues that had changed without any webhook having told.",
)
A_MINUTE: Final = 60
A_LONG_TIME: Final = 90 * A_MINUTE
UNKNOWN: Final = "-"


def lines(audits: Sequence[KeptAudit]) -> Iterator[str]:
    """A row for each audit, then how far each read every site."""
    if not audits:
        yield NONE_YET
        return
    yield from in_columns([HEADINGS, *map(_row, audits)])
    yield ""
    yield from EXPLAINED
    for one in audits:
        if one.outcome is not None and one.outcome.extents:
            yield ""
            yield f"Audit {one.id} of {_day(one.started)} UTC"
            yield from (f"  {line}" for extent in one.outcome.extents for line in extents.of_site(extent))


def document(audits: Sequence[KeptAudit]) -> list[dict[str, Any]]:
    """The same as JSON. Moments are in ISO 8601, UTC."""
    return [_json(one) for one in audits]


def _row(one: KeptAudit) -> tuple[str, ...]:
    head = (str(one.id), _day(one.started), _who(one), _took(one))
    if one.outcome is None:
        return (*head, *[UNKNOWN] * (len(HEADINGS) - len(head)))
    found, changes = one.outcome, one.outcome.changes
    share = UNKNOWN if found.self_reliance is None else f"{found.self_reliance * 100:.0f} %"
    return (
        *head,
        *(str(found.severities.get(name, 0)) for name in GRAVEST_FIRST),
        *((UNKNOWN, UNKNOWN) if changes is None else (str(changes.came), str(changes.went))),
        share,
        str(sum(extent.requests + extent.deeper for extent in found.extents)),
        str(sum(extent.missed for extent in found.extents)),
    )


def _who(one: KeptAudit) -> str:
    return "the schedule" if one.asked_by == SCHEDULE else f"a {printable(one.asked_by)}"


def _took(one: KeptAudit) -> str:
    if one.ended is None:
        return "not ended"
    seconds = one.ended - one.started
    if seconds < A_MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / A_MINUTE:.0f} min" if seconds < A_LONG_TIME else f"{seconds / A_MINUTE / 60:.1f} h"


def _day(moment: float) -> str:
    return f"{datetime.fromtimestamp(moment, UTC):%d %b %Y %H:%M}"


def _json(one: KeptAudit) -> dict[str, Any]:
    found = one.outcome
    told: dict[str, Any] = {
        "audit": one.id,
        "asked_by": one.asked_by,
        "sites": list(one.sites),
        "began": _moment(one.started),
        "ended": None if one.ended is None else _moment(one.ended),
        "seconds": None if one.ended is None else round(one.ended - one.started, 1),
    }
    if found is None:
        return told | dict.fromkeys(("findings", "rules", "changes", "self_reliance", "links", "read"))
    return told | {
        "findings": {name: found.severities.get(name, 0) for name in GRAVEST_FIRST},
        "rules": dict(sorted(found.rules.items())),
        "changes": msgspec.to_builtins(found.changes),
        "self_reliance": found.self_reliance,
        "links": {"across_teams": found.across_teams, "covered": found.covered},
        "read": [msgspec.to_builtins(extent) for extent in found.extents],
    }


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
