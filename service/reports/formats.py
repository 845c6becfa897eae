"""The formats of a report by their names. To add one, add its file and its row."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from service.reports import comments, document, html, markdown, sarif, spreadsheet, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from service.reports.report import Report

FORMATS: Final[Mapping[str, Callable[[Report], Iterator[str]]]] = MappingProxyType(
    {
        "table": table.render,
        "json": document.render,
        "markdown": markdown.render,
        "html": html.render,
        "csv": spreadsheet.render,
        "sarif": sarif.render,
    }
)
"""Each yields the report's text in parts, so that one of a million findings is never held as a whole."""

OF_COMMENTS: Final[Mapping[str, Callable[[Report], Iterator[str]]]] = MappingProxyType(
    {
        "table": comments.as_text,
        "json": comments.as_json,
        "markdown": comments.as_markdown,
        "csv": comments.as_csv,
    }
)
"""The same for what Detour would say, in those formats that have room for it."""
