"""The labels of sub-issues, by which some are fallbacks: they take a request of their own.

Nested in the query for a hundred issues, each with up to a hundred sub-issues, they would be ten thousand connections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.github.answers import Labellings
from connectors.github.looks import label
from connectors.github.queries import A_REQUEST, LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.github.graphql_documents import Other
    from connectors.github.transport import Transport


async def read_labels(reads: Transport, owner: str, parts: Sequence[Other]) -> None:
    """Gives sub-issues their labels, a hundred a request."""
    for start in range(0, len(parts), A_REQUEST):
        some = parts[start : start + A_REQUEST]
        found = await reads.ask(owner, LABELS, Labellings, ids=[part.id for part in some if part.id])
        label(some, found.nodes)
