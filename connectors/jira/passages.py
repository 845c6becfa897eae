"""Makes plain lines of what Jira gives as a body: wiki markup in REST v2 and webhooks, a document in REST v3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.jira import adf, wiki

if TYPE_CHECKING:
    from rules.text.passages import Passage


def passages(body: object) -> list[Passage]:
    """The lines of a description or comment; none if it is neither text nor a document. Pure."""
    match body:
        case str():
            return wiki.passages(body)
        case dict():
            return adf.passages(body)
        case _:
            return []
