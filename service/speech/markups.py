"""One document in the markup of each tracker."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from connectors.contract import Markup
from service.speech import adf, markdown, wiki

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from service.speech.document import Document

RENDERERS: Final[Mapping[Markup, Callable[[Document], str]]] = MappingProxyType(
    {Markup.MARKDOWN: markdown.render, Markup.ADF: adf.render, Markup.WIKI: wiki.render}
)


def rendered(document: Document, markup: Markup) -> str:
    """The comment's body as a tracker takes it. Pure."""
    return RENDERERS[markup](document)
