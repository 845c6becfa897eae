"""What is told to programs: findings that came and went, days to decide by that came, audits that ended."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from service.store.audits import KeptAudit, Outcome
    from service.survey.shown import Dated, Finding

TOGETHER: Final = 50
"""So many findings are told in one message at most: a first look at a tracker must not become ten thousand."""
DECIDE: Final = "decide-by"


class Kind(StrEnum):
    """What happened, named as the specification asks: words divided by full stops."""

    OPENED = "finding.opened"
    RESOLVED = "finding.resolved"
    DECIDE_BY = "decide_by.reached"
    AUDITED = "audit.finished"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at a moment (seconds since 1970), to a team's issues or to nobody's ('').

    ``key`` is the same for the same event, however often it is noticed.
    """

    kind: Kind
    key: str
    at: float
    team: str
    data: dict[str, Any]

    @property
    def body(self) -> bytes:
        """The payload, as the specification shapes it."""
        moment = datetime.fromtimestamp(self.at, UTC).isoformat(timespec="seconds")
        return msgspec.json.encode({"type": self.kind.value, "timestamp": moment, "data": self.data})


def of_findings(kind: Kind, findings: Iterable[Finding], at: float) -> Iterator[Event]:
    """Findings that came or went, some of a team at a time. Pure."""
    by_team: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_team[finding.team.slug if finding.team else ""].append(finding)
    for team, found in by_team.items():
        for some in (found[start : start + TOGETHER] for start in range(0, len(found), TOGETHER)):
            told = sha256("\n".join(one.key for one in some).encode()).hexdigest()[:32]
            yield Event(kind, f"{kind.value} {at:.0f} {told}", at, team, {"team": team, "findings": some})


def of_dates(dates: Iterable[Dated], after: str, until: str, at: float) -> Iterator[Event]:
    """Days to decide by that have come: later than one ISO day, up to another. Pure."""
    for one in dates:
        if one.occasion == DECIDE and after < one.day <= until:
            about = sha256(one.what.encode()).hexdigest()[:16]
            key = f"{Kind.DECIDE_BY.value} {one.issue.site} {one.issue.ref} {one.day} {about}"
            yield Event(Kind.DECIDE_BY, key, at, one.team, msgspec.to_builtins(one))


def of_audit(audit: KeptAudit, outcome: Outcome, at: float) -> Event:
    """An audit that has ended. Pure."""
    data = {
        "audit": audit.id,
        "sites": list(audit.sites),
        "asked_by": audit.asked_by,
        "complete": not any(extent.failed for extent in outcome.extents),
        "findings": outcome.severities,
        "waits_on_others": outcome.across_teams,
        "covered": outcome.covered,
        "self_reliance": outcome.self_reliance,
        "changes": None if outcome.changes is None else msgspec.to_builtins(outcome.changes),
    }
    return Event(Kind.AUDITED, f"{Kind.AUDITED.value} {audit.id}", at, "", data)
