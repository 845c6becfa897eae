"""What an audit read and could not read, and what people may have meant: silence on it would look like good news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.reports import extents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from connectors.scanning import OutOfReach
    from service.audit import Audit


def caveats(audit: Audit) -> Iterator[tuple[str, Sequence[str]]]:
    """Notes under what they have in common; nothing of which there is none. Pure."""
    assembled = audit.assembled
    found = {
        "How far each site was read": [f"{one.site}: {extents.read(one)}" for one in audit.extents],
        "Could not be reached": [
            f"{one.site}: {_out_of_reach(place)}" for one in audit.extents for place in one.out_of_reach
        ],
        "Rules that crashed": [f"{crash.code} {crash.name}: {crash.error}" for crash in audit.crashes],
        "Could not be read": [f"{one.place}: {one.why}" for one in audit.skipped],
        "Leads nowhere, or cannot be read": [f"{ref}: {what}" for ref, what in assembled.unresolved],
        "Lines that almost say something": [f"{ref}: {miss}" for ref, miss in audit.near_misses],
        "Jira link types that are not read as waiting": [
            f"{name} ({count})" for name, count in assembled.other_link_types.most_common()
        ],
    }
    return ((what, notes) for what, notes in found.items() if notes)


def _out_of_reach(place: OutOfReach) -> str:
    return f"{place.container}: {place.reason}{f'; {place.advice}' if place.advice else ''}"
