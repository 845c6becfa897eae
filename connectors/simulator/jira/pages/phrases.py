"""A line of wiki markup as HTML: phrases, links, what is escaped. All else of it is text.

A phrase begins where no letter or digit is before its mark and no space after it, and ends the other way round
(``buildPhraseRegExp`` of ``com.atlassian.renderer.v2``). Its marks are looked at once, from left to right; at most one
of each kind is open, so that a line costs what it is long.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Final

from connectors.simulator.jira.pages.addresses import path_of
from connectors.simulator.pages.links import anchor, web

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectors.simulator.jira.world import World

PHRASES: Final = {"*": "strong", "_": "em", "-": "del", "+": "ins", "^": "sup", "~": "sub", "??": "cite", "{{": "code"}
CLOSING: Final = {"}}": "{{"}
DASHES: Final = {"--": "–", "---": "—"}  # noqa: RUF001  # an en dash it is
_TOKEN: Final = re.compile(
    r"(?P<newline>\\\\)"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<entity>&\#(?:[0-9]{1,7}|x[0-9A-Fa-f]{1,6});)"
    r"|\[(?P<link>[^\[\]]+)\]"
    r"|(?P<url>https?://[^\s|\[\]{}<>\"]*[^\s|\[\]{}<>\".,;:!?)*_~+^'\\-])"
    r"|(?<![\w/.-])(?P<key>[A-Z][A-Z0-9_]+-[0-9]{1,9})(?![\w-])"
    r"|(?<!\w)!(?P<image>[^\s!|][^!|]*\.[A-Za-z]{2,4})(?:\|[^!]*)?!"
    r"|(?P<nothing>\{(?:color|anchor)(?::[^{}]*)?\})"
    r"|(?<!\S)(?P<dash>-{2,3})(?!\S)"
    r"|(?P<phrase>\?\?|\{\{|\}\}|[*_+^~-])"
)


def line_of(text: str, world: World, *, links: bool = True) -> str:
    """The HTML of one line; without ``links`` that of a link's own words."""
    return _Line(text, world, links=links).write()


class _Line:
    """A line that is being written. ``_open`` are the places of marks that may begin a phrase, in their order."""

    def __init__(self, text: str, world: World, *, links: bool) -> None:
        self._text, self._world, self._links = text, world, links
        self._written: list[str] = []
        self._open: dict[str, int] = {}

    def write(self) -> str:
        """All of it, well-formed."""
        at = 0
        while (token := _TOKEN.search(self._text, at)) is not None:
            self._say(self._text[at : token.start()])
            shown = WRITE[token.lastgroup or ""](self, token)
            at = token.end()
            if shown is None:
                self._say(self._text[token.start()])
                at = token.start() + 1
            elif shown:
                self._written.append(shown)
        self._say(self._text[at:])
        return "".join(self._written)

    def _say(self, words: str) -> None:
        if words:
            self._written.append(escape(words))

    def link(self, token: re.Match[str]) -> str | None:
        """``[label|address]``, ``[address]`` or ``[~login]``; nothing if it leads nowhere."""
        label, bar, rest = token["link"].partition("|")
        target = (rest.partition("|")[0] if bar else label).strip()
        if not self._links:
            return None
        if target.startswith("~"):
            account = self._world.accounts.get(target[1:])
            return f'<a class="who" href="{path_of(account)}">{escape(account.login)}</a>' if account else None
        if not web(target):
            return None
        return anchor(target, line_of(label, self._world, links=False) if bar else escape(label))

    def url(self, token: re.Match[str]) -> str:
        """A bare address."""
        return anchor(token["url"], escape(token["url"])) if self._links else escape(token["url"])

    def key(self, token: re.Match[str]) -> str:
        """An issue's key: a link, if it is one."""
        found = self._world.find(token["key"]) if self._links else None
        shown = escape(token["key"])
        return f'<a href="{path_of(found)}">{shown}</a>' if found is not None else shown

    def phrase(self, token: re.Match[str]) -> str:
        """A mark: it ends what is open, may begin something, or is text."""
        mark = CLOSING.get(token[0], token[0])
        before, after = self._text[token.start() - 1 : token.start()], self._text[token.end() : token.end() + 1]
        place = self._open.get(mark, len(self._written))
        if token[0] != "{{" and place + 1 < len(self._written) and _is_open_to(after, before):
            while self._open.popitem()[0] != mark:
                pass
            self._written[place] = f"<{PHRASES[mark]}>"
            return f"</{PHRASES[mark]}>"
        if token[0] not in CLOSING and mark not in self._open and _is_open_to(before, after):
            self._open[mark] = len(self._written)
        return token[0]


def _is_open_to(outside: str, inside: str) -> bool:
    return not outside.isalnum() and bool(inside.strip())


def _image(_: _Line, token: re.Match[str]) -> str:
    """Nothing is loaded from elsewhere: an image is its name."""
    return f'<span class="image">image: {escape(token["image"])}</span>'


WRITE: Final[dict[str, Callable[[_Line, re.Match[str]], str | None]]] = {
    "newline": lambda *_: "<br>",
    "escaped": lambda _, token: escape(token["escaped"]),
    "entity": lambda _, token: escape(unescape(token["entity"])),
    "link": _Line.link,
    "url": _Line.url,
    "key": _Line.key,
    "image": _image,
    "nothing": lambda *_: "",
    "dash": lambda _, token: DASHES[token["dash"]],
    "phrase": _Line.phrase,
}
"""What each kind of token is written as; None where it is no such thing after all."""
