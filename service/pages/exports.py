"""The findings that a page shows, as files: all of them, not one page of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import msgspec
from starlette.responses import Response

from rules.model import Ref
from rules.rule import counted
from service.pages.findings import Choice
from service.printable import printable
from service.reports.spreadsheet import BETWEEN, in_lines
from service.speech.document import Address, Document, Paragraph, Quoted, Rows, line
from service.speech.markdown import render
from service.store.found import find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.pages.desk import Visit
    from service.store.found import Found

MOST: Final = 100_000
HEADER: Final = (
    "severity", "code", "rule", "team", "site", "issue", "title", "url", "waits_on", "fallback", "message", "action",
    "since", "settled", "waived_until", "waived_by", "waived_because", "key",
)  # fmt: skip
"""Named as in the report's CSV."""


def as_csv(visit: Visit) -> Response:
    """A row each; no spreadsheet computes a cell of it."""
    return _file(visit, "".join(in_lines(HEADER, map(_cells, _found(visit)))), "csv", "text/csv; charset=utf-8")


def as_json(visit: Visit) -> Response:
    """A list."""
    return _file(visit, msgspec.json.encode(_found(visit)), "json", "application/json")


def as_markdown(visit: Visit) -> Response:
    """A line each, in which nothing that others wrote comes alive."""
    found = _found(visit)
    rows = Rows(tuple(line(Address(*_address(one)), ": ", Quoted(one.finding.message)) for one in found))
    document = Document((Paragraph(line(f"{counted(len(found), 'finding')}.")), rows))
    return _file(visit, render(document), "md", "text/markdown; charset=utf-8")


def _found(visit: Visit) -> tuple[Found, ...]:
    return visit.seen(find(visit.connection, Choice.of(visit).wanted(visit.hidden), MOST).findings)


def _file(visit: Visit, body: str | bytes, ending: str, media_type: str) -> Response:
    name = f"detour-findings-{visit.today.isoformat()}.{ending}"
    return Response(body, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _address(one: Found) -> tuple[Ref, str, str]:
    issue = one.finding.issue
    return Ref(issue.site, issue.ref), issue.url, issue.title


def _cells(one: Found) -> Sequence[str]:
    finding, waiver = one.finding, one.finding.waiver
    waits_on = dict.fromkeys(link.blocker.ref for link in finding.links if link.blocked.ref == finding.issue.ref)
    cells = (
        finding.severity,
        finding.code,
        finding.name,
        finding.team.name if finding.team else "",
        finding.issue.site,
        finding.issue.ref,
        finding.issue.title,
        finding.issue.url,
        BETWEEN.join(waits_on),
        finding.fallback.ref if finding.fallback else "",
        finding.message,
        finding.action,
        _day(one.since),
        _day(one.gone),
        (waiver and waiver.until) or "",
        waiver.by if waiver else "",
        waiver.because if waiver else "",
        finding.key,
    )
    return tuple(map(printable, cells))


def _day(moment: float | None) -> str:
    return "" if moment is None else datetime.fromtimestamp(moment, UTC).date().isoformat()
