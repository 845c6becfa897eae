"""Jira's wiki markup as HTML, in one pass over the text: the macros that hold others, and what is between them.

https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all . Jira's own renderer searches the whole text
once for each kind of markup; this one reads from left to right, and differs only where markup overlaps.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from connectors.simulator.jira.pages.blocks import blocks_of
from connectors.simulator.jira.pages.phrases import line_of

if TYPE_CHECKING:
    from connectors.simulator.jira.world import World

_MACRO: Final = re.compile(r"(?<![\\{])\{(?P<name>code|noformat|panel|quote)(?::(?P<told>[^{}\n]*))?\}")
_TITLE: Final = re.compile(r"(?:^|\|)title=([^|]*)")
VERBATIM: Final = frozenset({"code", "noformat"})
WRAPS: Final = {"panel": ('<div class="panel">', "</div>"), "quote": ("<blockquote>", "</blockquote>")}


def html_of(text: str, world: World) -> str:
    """The HTML of a text."""
    return _Reader(text, world).read()


class _Reader:
    """A text, and how far it was read. ``_around`` are the panel and the quote that are open: one of each at most."""

    def __init__(self, text: str, world: World) -> None:
        self._text, self._world = text, world
        self._macros = list(_MACRO.finditer(text))
        self._last = {one["name"]: number for number, one in enumerate(self._macros) if one["told"] is None}
        self._written: list[str] = []
        self._around: list[str] = []
        self._at = 0

    def read(self) -> str:
        """All of it, well-formed."""
        number = 0
        while number < len(self._macros):
            number = self._read_one(number)
        self._read_until(len(self._text))
        while self._around:
            self._close()
        return "".join(self._written)

    def _read_one(self, number: int) -> int:
        """The macro of that number, and which is next. One that nothing ends is text."""
        macro = self._macros[number]
        name, ends = macro["name"], macro["told"] is None
        if name in self._around:
            if ends:
                self._read_until(macro.start(), macro.end())
                while self._close() != name:
                    pass
            return number + 1
        if self._last.get(name, -1) <= number:
            return number + 1
        self._read_until(macro.start(), macro.end())
        if name in VERBATIM:
            return self._read_verbatim(name, number + 1)
        self._open(macro)
        return number + 1

    def _read_until(self, end: int, then: int = 0) -> None:
        self._written += blocks_of(self._text[self._at : end], self._world)
        self._at = then

    def _read_verbatim(self, name: str, number: int) -> int:
        while self._macros[number]["name"] != name or self._macros[number]["told"] is not None:
            number += 1
        end = self._macros[number]
        self._written.append(f"<pre><code>{escape(self._text[self._at : end.start()].strip())}</code></pre>")
        self._at = end.end()
        return number + 1

    def _open(self, macro: re.Match[str]) -> None:
        title = _TITLE.search(macro["told"] or "")
        self._written.append(WRAPS[macro["name"]][0])
        if title is not None:
            self._written.append(f'<p class="title">{line_of(title[1], self._world)}</p>')
        self._around.append(macro["name"])

    def _close(self) -> str:
        name = self._around.pop()
        self._written.append(WRAPS[name][1])
        return name
