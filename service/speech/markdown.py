r"""Renders a document as GitHub Flavored Markdown in which nothing that others wrote comes alive.

GitHub turns Markdown into HTML first and looks for ``@names``, ``#12``, ``GH-12``, commit hashes, a repository's own
autolinks and ``:emoji:`` in the finished page's text. So neither ``\@`` nor ``&#64;`` helps (github/cmark-gfm #181 and
#389): the page has an ``@`` again. Invisible joiners would have to break each of these forms, the ones an administrator
adds tomorrow too, and would be copied along. But that second step passes over code, and so does the first: in a code
span no emphasis, link, image, HTML, entity or autolink is read. Therefore all text of others is a code span, fenced by
a run of backticks that it does not hold. Names that are plain words need no such dress.

A ref is a code span as well, because elsewhere it would leave a mark in the other issue. A Jira ref leads to its own
page; a GitHub issue's address is never a link, for it would leave that mark too.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

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
from service.speech.rendering import fitting, is_login, is_plain_name, is_plain_url, leads_to_its_issue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.speech.document import Block, Document, Inline

LONGEST_BODY = 64_000
"""GitHub takes 65,536 characters; the rest is for the hidden marker, which is added later."""

_BACKTICKS = re.compile("`+")
_ACTIVE = re.compile(r"[\\`*_\[\]<>&~|$]")
_COLOUR = re.compile(r"#[0-9a-f]{3,8}|(?:rgb|hsl)a?\(.*\)", re.IGNORECASE)
"""GitHub draws a swatch beside a code span that is a colour and nothing else, not even a space."""


def render(document: Document) -> str:
    """The comment's body. Blocks that would not fit are left out whole, and that is said. Pure."""
    return "\n\n".join(fitting(document.blocks, _block, LONGEST_BODY, between=2)) + "\n"


def _block(block: Block) -> str:
    match block:
        case Paragraph(line=text):
            return _line(text)
        case Rows(lines=lines):
            return "\n".join(f"- {_line(text)}" for text in lines)
        case Details(summary=summary, blocks=blocks):
            # The blank line ends the HTML block, so that Markdown is read again.
            inside = "\n\n".join(map(_block, blocks))
            return f"<details>\n<summary>{escape(shown(summary, LONGEST_QUOTE))}</summary>\n\n{inside}\n\n</details>"


def _line(text: Iterable[Inline]) -> str:
    """The inlines side by side; two code spans that touch would be one, so that a space parts them."""
    written = ""
    for part in map(_inline, text):
        written += f" {part}" if written.endswith("`") and part.startswith("`") else part
    return written


def _inline(inline: Inline) -> str:  # noqa: PLR0911  # a kind, a line
    match inline:
        case Words(text=text):
            return _escaped(text)
        case Name(shown=text):
            return text if is_plain_name(text) else _code(text)
        case Quoted(shown=text) | Code(shown=text):
            return _code(text)
        case Address():
            return _address(inline)
        case Mention(account=account):
            return f"@{account}" if is_login(account) else _code(inline.shown)
        case Link(text=text, url=url):
            return f"[{_escaped(text)}]({url})" if is_plain_url(url) else _escaped(text)
        case Strong(line=within):
            return f"**{_line(within)}**"


def _address(address: Address) -> str:
    ref = _code(shown(address.ref.text, LONGEST_QUOTE))
    if address.ref.tracker == "jira" and leads_to_its_issue(address):
        ref = f"[{ref}]({address.url})"
    title = _code(Quoted(address.title).shown)
    return f"{ref} {title}" if title else ref


def _code(text: str) -> str:
    """A code span, fenced by the shortest run of backticks that the text does not hold."""
    if not text:
        return ""
    runs = {len(run) for run in _BACKTICKS.findall(text)}
    fence = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    # One space at each end belongs to the fence and is not shown; a second one would be.
    pad = "  " if _COLOUR.fullmatch(text) else " " if "`" in (text[0], text[-1]) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _escaped(words: str) -> str:
    return _ACTIVE.sub(r"\\\g<0>", words)
