"""Makes plain lines of GitHub Markdown, as a reader of the rendered page sees them.

The way is GitHub's own: Markdown becomes HTML, and HTML becomes a page. So a comment, a ``<del>`` or a ``<details>``
that spans paragraphs acts on the same lines here as there.
"""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Final

from markdown_it import MarkdownIt

from rules.text.mentions import mention_of_url
from rules.text.passages import Passage

LONGEST_BODY: Final = 65_536
"""How many characters of a body are read: GitHub takes no more, and so hostile text costs at most about a second."""

_MARKDOWN: Final = MarkdownIt("commonmark", {"strikethrough_single_tilde": True}).enable(["strikethrough", "table"])
"""GitHub Flavored Markdown, https://github.github.com/gfm/, its bare URLs left as the text that they are."""

_OURS: Final = re.compile(r"<!--\s*detour\s*:", re.IGNORECASE)
_TASK_BOX: Final = re.compile(r"\A\[[ xX]\]\s+")
_GAP: Final = "\0"
"""Stands where something was left out, so that what is beside it neither joins nor moves up. Markdown has no NUL."""

_QUOTES_AND_CODE: Final = frozenset({"blockquote", "code", "pre"})
_STRUCK: Final = frozenset({"del", "s", "strike"})
_NOT_TEXT: Final = frozenset({"iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea"})
_LEFT_OUT: Final = _QUOTES_AND_CODE | _STRUCK | _NOT_TEXT | {"title", "xmp"}

_LISTS: Final = frozenset({"ol", "ul"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TABLES: Final = frozenset({"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"})
_PARTS: Final = frozenset({"br", "center", "dd", "div", "dl", "dt", "hr", "li", "p", "section"})
_FOLDS: Final = frozenset({"details", "summary"})
_LINE_BREAKING: Final = _LISTS | _HEADINGS | _TABLES | _PARTS | _FOLDS | {"blockquote", "pre"}


def passages(body: str) -> list[Passage]:
    """The lines of a description or comment; none if Detour wrote it. Pure.

    Lists more than ten deep are not read: ``maxNesting`` keeps the parser from recursing further.
    """
    if _OURS.search(body):
        return []
    page = _Page()
    # The line end is for HTMLParser, which holds back an "&" at the end of its input. It is never closed: what an
    # unclosed comment or tag holds back is what no reader sees.
    page.feed(_MARKDOWN.render(body[:LONGEST_BODY]) + "\n")
    page.end_line()
    return page.lines


class _Page(HTMLParser):
    """Collects the visible lines of rendered HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Passage] = []
        self._text: list[str] = []
        self._depth = 0
        self._begins_item = False
        self._left_out: Counter[str] = Counter()
        self._in_comment = False
        self._label_of_url = False
        self._ends_in_url = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LINE_BREAKING:
            self.end_line()
        if tag in _LEFT_OUT:
            self._left_out[tag] += 1
        elif tag in _LISTS:
            self._depth += 1
        elif tag == "li":
            self._begins_item = True
        elif tag == "img":
            self._text.append(_GAP)
        elif tag == "a":
            self._open_link(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LINE_BREAKING:
            self.end_line()
        if tag in _LISTS:
            self._depth = max(0, self._depth - 1)
        elif tag == "li":
            self._begins_item = False
        elif tag == "a":
            self._label_of_url = False
        elif self._left_out[tag]:
            self._left_out[tag] -= 1

    def handle_data(self, data: str) -> None:
        if self._label_of_url:
            return
        if self._is_left_out():
            self._text.append(_GAP if data.strip() else "")
            return
        shown, opened, _ = data.partition("<!--")
        self._write(shown)
        self._in_comment = bool(opened)

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002  as in the base class
        """Reads ``<![CDATA[`` as the comment that it is in HTML; the base class of Python 3.11 raises for its kin."""
        return self.parse_bogus_comment(i, report)

    def end_line(self) -> None:
        """Ends the line at hand, and with it a link or an unclosed comment."""
        text = "".join(self._text)
        self._text.clear()
        self._label_of_url = self._ends_in_url = self._in_comment = False
        for line in filter(str.strip, text.splitlines()):
            shown = line.replace(_GAP, " ").strip()
            if self._begins_item:
                shown = _TASK_BOX.sub("", shown)
            if shown:
                self.lines.append(Passage(shown, item=self._begins_item, depth=self._depth))
            self._begins_item = False

    def _is_left_out(self) -> bool:
        return self._in_comment or self._left_out.total() > 0

    def _open_link(self, href: str) -> None:
        if not self._is_left_out() and mention_of_url(href) is not None:
            self._write(href, url=True)
            self._label_of_url = True

    def _write(self, text: str, *, url: bool = False) -> None:
        before, after = "".join(self._text[-1:])[-1:], text[:1]
        if (url and before.isalnum()) or (self._ends_in_url and (after.isalnum() or after == "/")):
            self._text.append(" ")
        if text:
            self._text.append(text)
            self._ends_in_url = url
