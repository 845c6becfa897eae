"""Makes plain lines of the Atlassian Document Format, which REST v3 gives as JSON.

The node types are those of its schema (npm ``@atlaskit/adf-schema``, draft-04). The document is untrusted: whatever is
not shaped like one is passed over.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from rules.text.mentions import mention_of_url
from rules.text.passages import Passage

if TYPE_CHECKING:
    from collections.abc import Callable

Node = dict[object, object]

_GAP: Final = "\0"
"""Stands where something was left out, so that what is beside it neither joins nor moves up."""

_QUOTES_AND_CODE: Final = frozenset({"blockquote", "codeBlock"})
_FILES: Final = frozenset({"media", "mediaGroup", "mediaInline"})
_OF_APPS: Final = frozenset({"extension", "inlineExtension", "syncBlock"})
_LEFT_OUT: Final = _QUOTES_AND_CODE | _FILES | _OF_APPS | {"placeholder", "rule"}
_LEFT_OUT_MARKS: Final = frozenset({"code", "strike"})

_CARDS: Final = frozenset({"blockCard", "embedCard", "inlineCard"})
_LISTS: Final = frozenset({"bulletList", "decisionList", "orderedList", "taskList"})
_ITEMS: Final = frozenset({"blockTaskItem", "decisionItem", "listItem", "taskItem"})
_WORDS: Final = frozenset({"date", "emoji", "hardBreak", "inlineCard", "mention", "status", "text"})
_IN_LINE: Final = _WORDS | {"inlineExtension", "mediaInline", "placeholder"}
"""Every other node ends the line before it and its own."""

_MILLISECONDS: Final = re.compile(r"-?\d{1,15}", re.ASCII)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def passages(document: object) -> list[Passage]:
    """The lines of a document or of a part of one. Pure; never raises, however deep the nesting."""
    page = _Page()
    steps: list[tuple[object, bool]] = [(document, True)]
    while steps:
        node, arriving = steps.pop()
        if not isinstance(node, dict):
            continue
        if not arriving:
            page.leave(node)
        elif page.enter(node):
            steps.append((node, False))
            steps.extend((child, True) for child in reversed(_listed(node, "content")))
    page.end_line()
    return page.lines


class _Page:
    """Collects the visible lines of the nodes that it is shown."""

    def __init__(self) -> None:
        self.lines: list[Passage] = []
        self._text: list[str] = []
        self._depth = 0
        self._begins_item = False
        self._url = ""

    def enter(self, node: Node) -> bool:
        """Reads what stands in the node itself; ``True`` if its content is to be read, and then the node left."""
        kind = _text(node, "type")
        if kind not in _IN_LINE:
            self.end_line()
        if kind in _LEFT_OUT or any(_text(mark, "type") in _LEFT_OUT_MARKS for mark in _marks(node)):
            self._text.append(_GAP)
            return False
        self._depth += kind in _LISTS
        self._begins_item |= kind in _ITEMS
        url = _issue_url(node) if kind == "text" else _card_url(_attributes(node)) if kind in _CARDS else ""
        if url:
            self._write_url(url)
        elif read := _SHOWN.get(kind):
            self._write(read(node))
        return True

    def leave(self, node: Node) -> None:
        """Ends what the node began."""
        kind = _text(node, "type")
        if kind not in _IN_LINE:
            self.end_line()
        self._depth -= kind in _LISTS
        self._begins_item &= kind not in _ITEMS

    def end_line(self) -> None:
        """Ends the line at hand."""
        text = "".join(self._text)
        self._text.clear()
        self._url = ""
        for line in filter(str.strip, text.splitlines()):
            if shown := line.replace(_GAP, " ").strip():
                self.lines.append(Passage(shown, item=self._begins_item, depth=self._depth))
            self._begins_item = False

    def _write(self, text: str) -> None:
        if text:
            self._text.append(f" {text}" if self._url and (text[0].isalnum() or text[0] == "/") else text)
            self._url = ""

    def _write_url(self, url: str) -> None:
        """Writes a link's URL once: a label that is partly bold is several text nodes with one link."""
        if url != self._url:
            before = "".join(self._text[-1:])[-1:]
            self._write(f" {url}" if before.isalnum() else url)
            self._url = url


def _text(node: Node, name: str) -> str:
    value = node.get(name)
    return value if isinstance(value, str) else ""


def _listed(node: Node, name: str) -> list[object]:
    value = node.get(name)
    return value if isinstance(value, list) else []


def _attributes(node: Node) -> Node:
    value = node.get("attrs")
    return value if isinstance(value, dict) else {}


def _marks(node: Node) -> list[Node]:
    return [mark for mark in _listed(node, "marks") if isinstance(mark, dict)]


def _issue_url(node: Node) -> str:
    """Where a text's link leads, if to an issue."""
    targets = (_text(_attributes(mark), "href") for mark in _marks(node) if _text(mark, "type") == "link")
    return next((target for target in targets if mention_of_url(target) is not None), "")


def _card_url(attributes: Node) -> str:
    """What a card shows; instead of a URL it may carry JSON-LD that has one."""
    data = attributes.get("data")
    return _text(attributes, "url") or (_text(data, "url") if isinstance(data, dict) else "")


def _day(attributes: Node) -> str:
    """A date's timestamp, in milliseconds, as ``2026-12-01``; a date is its midnight in UTC."""
    stamp = attributes.get("timestamp")
    if isinstance(stamp, str) and _MILLISECONDS.fullmatch(stamp):
        stamp = int(stamp)
    try:
        return (_EPOCH + timedelta(milliseconds=stamp)).date().isoformat() if isinstance(stamp, int) else ""
    except OverflowError:
        return ""


_SHOWN: Final[dict[str, Callable[[Node], str]]] = {
    "date": lambda node: _day(_attributes(node)),
    "emoji": lambda node: _text(_attributes(node), "text") or _text(_attributes(node), "shortName"),
    "expand": lambda node: _text(_attributes(node), "title"),
    "hardBreak": lambda _: "\n",
    "mention": lambda node: _text(_attributes(node), "text"),
    "nestedExpand": lambda node: _text(_attributes(node), "title"),
    "status": lambda node: _text(_attributes(node), "text"),
    "text": lambda node: _text(node, "text"),
}
"""What a node itself shows, by its type."""
