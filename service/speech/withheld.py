"""Withholds from what Detour says what a reader may not see: issues that are hidden, and the words that are theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from service.access.sight import HIDDEN
from service.speech.document import (
    Address,
    Code,
    Details,
    Document,
    Link,
    Mention,
    Name,
    Paragraph,
    Quoted,
    Rows,
    Strong,
    Words,
)

if TYPE_CHECKING:
    from service.access.sight import Sight
    from service.speech.document import Block, Inline, Line


def seen(document: Document, sight: Sight) -> Document:
    """A document as somebody may see it. Pure."""
    return document if sight.sees_all else Document(tuple(_block(one, sight) for one in document.blocks))


def line_seen(line: Line, sight: Sight) -> Line:
    """A line without what is hidden. One that names a hidden issue quotes nobody: the words may be of that issue."""
    if sight.sees_all:
        return line
    silent = any(isinstance(one, Address) and not sight.sees(one.ref) for one in line)
    return tuple(_inline(one, sight) for one in line if not (silent and isinstance(one, Quoted)))


def _block(block: Block, sight: Sight) -> Block:
    match block:
        case Paragraph(line=line):
            return Paragraph(line_seen(line, sight))
        case Rows(lines=lines):
            return Rows(tuple(line_seen(line, sight) for line in lines))
        case Details(summary=summary, blocks=blocks):
            return Details(sight.masked(summary), tuple(_block(one, sight) for one in blocks))


def _inline(inline: Inline, sight: Sight) -> Inline:
    match inline:
        case Words(text=text) | Name(text=text) | Quoted(text=text) | Code(text=text):
            return type(inline)(sight.masked(text))
        case Mention(account=account):
            return Mention(sight.masked(account))
        case Address(ref=ref):
            return inline if sight.sees(ref) else Words(HIDDEN)
        case Link(text=text, url=url):
            to = unquote(url)
            return Link(sight.masked(text), url if sight.masked(to) == to else "")
        case Strong(line=line):
            return Strong(line_seen(line, sight))
