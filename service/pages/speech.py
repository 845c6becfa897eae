"""Shows what Detour says on an issue as a part of a page, to whoever may see less than the readers of that issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

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
from service.speech.withheld import seen
from service.survey.shown import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.access.sight import Sight
    from service.speech.document import Block, Document, Inline, Line

LONGEST_WORDS: Final = 2000


def html_of(document: Document, sight: Sight) -> Markup:
    """The comment's blocks. Text of others is escaped and keeps to itself; links lead to our own pages alone. Pure."""
    return _blocks(seen(document, sight).blocks)


def _blocks(blocks: Iterable[Block]) -> Markup:
    return Markup("\n").join(map(_block, blocks))


def _block(block: Block) -> Markup:
    match block:
        case Paragraph(line=line):
            return Markup("<p>{}</p>").format(_line(line))
        case Rows(lines=lines):
            rows = Markup("").join(Markup("<li>{}</li>").format(_line(line)) for line in lines)
            return Markup("<ul>{}</ul>").format(rows) if rows else Markup("")
        case Details(summary=summary, blocks=blocks):
            told = shown(summary, LONGEST_QUOTE)
            return Markup("<details><summary>{}</summary>\n{}</details>").format(told, _blocks(blocks))


def _line(line: Line) -> Markup:
    return Markup("").join(map(_inline, line))


def _inline(inline: Inline) -> Markup:  # noqa: PLR0911  # a kind, a line
    match inline:
        case Words(text=text):
            return escape(printable(text, LONGEST_WORDS))
        case Name(shown=text) | Mention(shown=text):
            return Markup("<bdi>{}</bdi>").format(text)
        case Quoted(shown=text):
            return Markup("<q><bdi>{}</bdi></q>").format(text)
        case Code(shown=text):
            return Markup("<code><bdi>{}</bdi></code>").format(text)
        case Address():
            return _address(inline)
        case Link(text=text):
            return escape(text)
        case Strong(line=line):
            return Markup("<strong>{}</strong>").format(_line(line))


def _address(address: Address) -> Markup:
    ref = address.ref
    to, text = page_of(Issue(ref.site, ref.text, "", "")), shown(ref.text, LONGEST_QUOTE)
    named = Markup('<a href="{}">{}</a>').format(to, text) if to else escape(text)
    title = Markup(" <q><bdi>{}</bdi></q>").format(Quoted(address.title).shown) if address.title else ""
    return named + title
