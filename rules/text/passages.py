"""What a connector makes of an issue's text, and the grammar reads: plain lines."""

from __future__ import annotations

from rules.values import value


@value(frozen=True, slots=True)
class Passage:
    """One plain line of a body or comment, its markup gone.

    Quotes, code, HTML comments, struck-through text and what Detour wrote itself are left out by the connector. A link
    to an issue stands as its URL, any other link as its label. ``item`` says that the line began a list item;
    ``depth`` is the number of lists around it.
    """

    text: str
    item: bool = False
    depth: int = 0
