"""How far an audit read each site, in words: for the table, and for whoever reads a report as text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rules.rule import counted
from service.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.audit import Audit
    from service.extent import Changes, Extent


def lines(audit: Audit) -> Iterator[str]:
    """What was read and what was not, a line each; nothing for saved files."""
    if audit.changes is not None:
        yield changed(audit.changes)
    for extent in audit.extents:
        yield from of_site(extent)


def of_site(extent: Extent) -> Iterator[str]:
    """How far one site was read, then each place in it that cannot be."""
    yield f"{extent.site}: {read(extent)}."
    for one in extent.out_of_reach:
        advice = f"; {one.advice}" if one.advice else ""
        yield printable(f"{extent.site}: {one.container} cannot be read: {one.reason}{advice}.")


def changed(changes: Changes) -> str:
    """What is other than at the last audit."""
    since = datetime.fromtimestamp(changes.since, UTC)
    return f"Since the audit of {since:%d %b %Y %H:%M} UTC: {changes.came} findings are new, {changes.went} are gone."


def read(extent: Extent) -> str:
    """How far one site was read."""
    if extent.only_received:
        return "not read, for it has no credentials; what its webhooks told is all that is known of it"
    what = "every open issue" if extent.full else "what has moved"
    begun = f"not read to the end: {printable(extent.failed)}; of {what}" if extent.failed else f"{what} was read:"
    said = f"{begun} {counted(extent.issues, 'issue')} in {counted(extent.requests, 'request')}"
    if extent.deeper:
        said += f", comments and links out of the tracker in {extent.deeper:,} more"
    if extent.missed:
        said += f"; of {counted(extent.missed, 'change')} no webhook had told"
    if extent.unread:
        said += f"; comments and links out of the tracker are still unread on {counted(extent.unread, 'issue')}"
    if not extent.full and extent.swept is not None:
        said += f"; links were swept last on {datetime.fromtimestamp(extent.swept, UTC):%d %b %Y}"
    return said
