"""Plain text in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def in_columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows as lines, each column as wide as its widest text."""
    shown = [[printable(text) for text in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        yield "   ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
