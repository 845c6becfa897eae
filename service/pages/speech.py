"""Shows what Detour says on an issue as a part of a page, to whoever may see less than the readers of that issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from service.access.sight import HIDDEN
from service.pages.rendering import page_of
from service.printable import printable
from service.speech.document import (
    LONGEST_QUOTE,
    Address,
    Code,
    Details,
    Link,
    Mention,
    Name,
    Paragraph,
    Quoted,
    Rows,
    Strong,
    Words,
    shown,
)
from service.survey.shown import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.access.sight import Sight
    from service.speech.document import Block, Document, Inline, Line

LONGEST_WORDS: Final = 2000


def html_of(document: Document, sight: Sight) -> Markup:
    """The comment's blocks. Text of others is escaped and keeps to itself; links lead to our own pages alone. Pure."""
    return _Showing(sight).blocks(document.blocks)


class _Showing:
    """Shows to one viewer."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        return Markup("\n").join(map(self._block, blocks))

    def _block(self, block: Block) -> Markup:
        match block:
            case Paragraph(line=line):
                return Markup("<p>{}</p>").format(self._line(line))
            case Rows(lines=lines):
                rows = Markup("").join(Markup("<li>{}</li>").format(self._line(line)) for line in lines)
                return Markup("<ul>{}</ul>").format(rows) if rows else Markup("")
            case Details(summary=summary, blocks=blocks):
                told = shown(summary, LONGEST_QUOTE)
                return Markup("<details><summary>{}</summary>\n{}</details>").format(told, self.blocks(blocks))

    def _line(self, line: Line) -> Markup:
        """A line in which an issue is hidden quotes nobody: the words may be of that issue."""
        silent = any(isinstance(one, Address) and not self._sight.sees(one.ref) for one in line)
        shown = (one for one in line if not (silent and isinstance(one, Quoted)))
        return Markup("").join(map(self._inline, shown))

    def _inline(self, inline: Inline) -> Markup:  # noqa: PLR0911  # a kind, a line
        match inline:
            case Words(text=text):
                return escape(printable(self._sight.masked(text), LONGEST_WORDS))
            case Name(shown=text) | Mention(shown=text):
                return Markup("<bdi>{}</bdi>").format(self._sight.masked(text))
            case Quoted(shown=text):
                return Markup("<q><bdi>{}</bdi></q>").format(self._sight.masked(text))
            case Code(shown=text):
                return Markup("<code><bdi>{}</bdi></code>").format(self._sight.masked(text))
            case Address():
                return self._address(inline)
            case Link(text=text):
                return escape(self._sight.masked(text))
            case Strong(line=line):
                return Markup("<strong>{}</strong>").format(self._line(line))

    def _address(self, address: Address) -> Markup:
        ref = address.ref
        if not self._sight.sees(ref):
            return escape(HIDDEN)
        to, text = page_of(Issue(ref.site, ref.text, "", "")), shown(ref.text, LONGEST_QUOTE)
        named = Markup('<a href="{}">{}</a>').format(to, text) if to else escape(text)
        title = Markup(" <q><bdi>{}</bdi></q>").format(Quoted(address.title).shown) if address.title else ""
        return named + title
