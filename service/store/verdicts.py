"""Verdicts: what the rules found on each issue, what is to be said of it, and when time alone may change that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import msgspec
from sqlalchemy import select

from service.speech.agenda import Agenda
from service.speech.remarks import Remark
from service.store.aliases import aliases_in
from service.store.documents import encoded
from service.store.lists import one_of, rows_of
from service.store.tables import verdict as table
from service.store.upserts import put

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Row

    from rules.rule import Finding
    from rules.wholes import Whole


class StoredIssue(msgspec.Struct, frozen=True):
    """An issue as a finding names it."""

    site: str
    ref: str
    url: str
    title: str

    @classmethod
    def of(cls, issue: Whole) -> StoredIssue:
        """The issue of a graph."""
        return cls(issue.ref.site, issue.ref.text, issue.url, issue.title)


class StoredLink(msgspec.Struct, frozen=True):
    """A link that proves a finding."""

    blocked: StoredIssue
    blocker: StoredIssue
    sources: tuple[str, ...]


class StoredFinding(msgspec.Struct, frozen=True):
    """A finding as it was when its issue was judged, in the shape of the audit's JSON."""

    code: str
    name: str
    severity: str
    speaks: bool
    issue: StoredIssue
    message: str
    action: str
    fallback: StoredIssue | None
    links: tuple[StoredLink, ...]
    key: str

    @classmethod
    def of(cls, finding: Finding) -> StoredFinding:
        """The finding of a graph, put in words."""
        return cls(
            finding.code,
            finding.name,
            str(finding.severity),
            finding.speaks,
            StoredIssue.of(finding.issue),
            finding.message,
            finding.action,
            StoredIssue.of(finding.ticket) if finding.ticket is not None else None,
            tuple(
                StoredLink(StoredIssue.of(link.blocked), StoredIssue.of(link.blocker), tuple(map(str, link.sources)))
                for link in finding.links
            ),
            finding.key,
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings of one issue. ``judged`` and ``wake_at`` are in seconds since 1970.

    ``stale``: it was made of less than it needs, so it is shown and not spoken. ``live``: Detour speaks on this issue.
    ``team`` is the slug of the issue's; ``agenda`` holds its days, and ``dated`` is when either became another.
    """

    issue_id: int
    judged: float
    wake_at: float | None
    stale: bool
    live: bool
    findings: tuple[StoredFinding, ...]
    remark: Remark | None
    team: str = ""
    agenda: Agenda = ()
    dated: float = 0.0

    def after(self, before: Verdict | None) -> Verdict:
        """The same, with the moment since when its days are these."""
        same = before is not None and (before.team, before.agenda) == (self.team, self.agenda)
        return replace(self, dated=before.dated if before is not None and same else self.judged)

    @property
    def says(self) -> tuple[object, ...]:
        """What decides whether it has to be spoken on again."""
        return self.stale, self.live, None if self.remark is None else self.remark.says


_FINDINGS: Final = msgspec.json.Decoder(tuple[StoredFinding, ...])
_REMARK: Final = msgspec.json.Decoder(Remark)
_AGENDA: Final = msgspec.json.Decoder(Agenda)


def keep(connection: Connection, verdicts: Iterable[Verdict]) -> None:
    """Puts verdicts in the place of earlier ones."""
    rows = [
        {
            "issue_id": one.issue_id,
            "judged": one.judged,
            "wake_at": one.wake_at,
            "stale": one.stale,
            "live": one.live,
            "findings": encoded(one.findings),
            "remark": None if one.remark is None else encoded(one.remark),
            "team": one.team,
            "agenda": encoded(one.agenda) if one.agenda else None,
            "dated": one.dated,
        }
        for one in verdicts
    ]
    put(connection, table, rows)


_ON = select(table).where(one_of(table.c.issue_id, "some"))


def verdicts_on(connection: Connection, issues: Sequence[int]) -> dict[int, Verdict]:
    """The verdicts on some issues, of those that were judged."""
    found = {row.issue_id: _verdict(row) for row in rows_of(connection, _ON, issues)}
    aliases = aliases_in(connection, (one.remark.events for one in found.values() if one.remark))
    return {issue: replace(one, remark=one.remark and aliases.remark(one.remark)) for issue, one in found.items()}


def _verdict(row: Row[*tuple[Any, ...]]) -> Verdict:
    return Verdict(
        issue_id=row.issue_id,
        judged=row.judged,
        wake_at=row.wake_at,
        stale=row.stale,
        live=row.live,
        findings=_FINDINGS.decode(row.findings),
        remark=None if row.remark is None else _REMARK.decode(row.remark),
        team=row.team,
        agenda=() if row.agenda is None else _AGENDA.decode(row.agenda),
        dated=row.dated,
    )


def awake(connection: Connection, now: float, limit: int) -> list[int]:
    """The issues whose verdicts time alone may have changed by now."""
    due = select(table.c.issue_id).where(table.c.wake_at <= now).order_by(table.c.wake_at).limit(limit)
    return list(connection.execute(due).scalars())
