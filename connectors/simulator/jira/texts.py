"""Texts as people write them and as Jira keeps them: lines of wiki markup, or documents on Cloud.

The conversions are plain ones: paragraphs, lists, bare addresses as links. What the markup of others means is of no
matter here; what programs write comes back as they wrote it.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any, Final, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connectors.simulator.jira.model import Document, Text

DEEPEST: Final = 100
"""Levels of nodes in a document."""
_URL: Final = re.compile(r"https?://[^\s|\]]+[^\s|\].,;:!?)]")
_ITEM: Final = re.compile(r"\s*([*#-])\s+(.*)")
_ACTIVE: Final = re.compile(r"([\\{}\[\]*_|!?^~+])")


def document_of(text: str) -> Document:
    """A document of lines: each is a paragraph, and those that begin with a bullet are a list."""
    blocks: list[Document] = []
    for line in text.splitlines():
        item = _ITEM.fullmatch(line)
        if item is not None:
            if not blocks or blocks[-1]["type"] != "bulletList":
                blocks.append({"type": "bulletList", "content": []})
            blocks[-1]["content"].append({"type": "listItem", "content": [_paragraph(item[2])]})
        elif line.strip():
            blocks.append(_paragraph(line))
    return {"version": 1, "type": "doc", "content": blocks}


def _paragraph(line: str) -> Document:
    pieces: list[Document] = []
    at = 0
    for url in _URL.finditer(line):
        pieces += _words(line[at : url.start()])
        pieces.append({"type": "text", "text": url[0], "marks": [{"type": "link", "attrs": {"href": url[0]}}]})
        at = url.end()
    return {"type": "paragraph", "content": [*pieces, *_words(line[at:])]}


def _words(text: str) -> list[Document]:
    return [{"type": "text", "text": text}] if text else []


def is_document(given: object) -> bool:
    """Whether something says that it is a document, whatever is in it."""
    return isinstance(given, dict) and (given.get("type"), given.get("version")) == ("doc", 1)


def has_shape(document: object) -> bool:
    """Whether a document is made of nodes that have types, and texts that are not empty; Jira checks more."""
    waiting = [(document, DEEPEST)]
    while waiting:
        node, left = waiting.pop()
        if not left or not _is_node(node):
            return False
        waiting += [(inner, left - 1) for inner in node.get("content", [])]
    return True


def _is_node(node: object) -> TypeGuard[Document]:
    if not isinstance(node, dict) or not isinstance(node.get("content", []), list):
        return False
    return isinstance(node.get("type"), str) and (node["type"] != "text" or isinstance(node.get("text") or None, str))


def wiki_of(text: Text) -> str:
    """Wiki markup, as v2 and webhooks show a document: its words, escaped, code in braces."""
    if not isinstance(text, dict):
        return text or ""
    return "\n".join(_wiki_lines(text.get("content") or [], "")).strip()


def _wiki_lines(blocks: Iterable[Any], bullet: str) -> Iterator[str]:
    for block in blocks:
        kind, inside = block.get("type"), block.get("content") or []
        if kind in {"bulletList", "orderedList"}:
            yield from _wiki_lines(inside, bullet + "*")
        elif kind == "listItem":
            first, *rest = inside or [{}]
            yield f"{bullet} {_wiki_line(first.get('content') or [])}"
            yield from _wiki_lines(rest, bullet)
        elif kind == "expand":
            yield f"*{_ACTIVE.sub(_escaped, block.get('attrs', {}).get('title', ''))}*"
            yield from _wiki_lines(inside, bullet)
        else:
            yield _wiki_line(inside)


def _wiki_line(pieces: Iterable[Any]) -> str:
    return "".join(_wiki_piece(piece) for piece in pieces)


def _wiki_piece(piece: Any) -> str:  # noqa: ANN401  # JSON
    if piece.get("type") == "hardBreak":
        return "\n"
    if piece.get("type") == "mention":
        return f"[~accountid:{piece.get('attrs', {}).get('id', '')}]"
    words = str(piece.get("text") or piece.get("attrs", {}).get("text") or piece.get("attrs", {}).get("url") or "")
    marks = {mark["type"]: mark for mark in piece.get("marks") or []}
    if "code" in marks:
        return "{{" + _ACTIVE.sub(_escaped, words) + "}}"
    return words if "link" in marks else _ACTIVE.sub(_escaped, words)


def _escaped(active: re.Match[str]) -> str:
    return "\\" + active[0]


def plain(text: Text) -> str:
    """The words that people read, a line a block; of wiki markup without its marks and entities."""
    if isinstance(text, dict):
        return "\n".join(_plain_lines(text)).strip()
    return _plain_wiki(text or "")


def _plain_lines(node: Document) -> Iterator[str]:
    if node.get("type") == "expand":
        yield str(node.get("attrs", {}).get("title", ""))
    inside = node.get("content") or []
    if any(one.get("type") in {"text", "hardBreak", "inlineCard", "mention"} for one in inside):
        yield "".join(_plain_piece(one) for one in inside)
    else:
        for one in inside:
            yield from _plain_lines(one)


def _plain_piece(piece: Document) -> str:
    told = piece.get("attrs") or {}
    if piece.get("type") == "mention":
        return str(told.get("text") or f"@{told.get('id', '')}")
    return (
        "\n" if piece.get("type") == "hardBreak" else str(piece.get("text") or told.get("url") or told.get("text", ""))
    )


_MARK: Final = re.compile(
    r"\\(?P<escaped>.)|(?P<entity>&#[0-9]{1,7};)|\[(?P<linked>[^\[\]|]+)\|[^\[\]]+\]|\{panel(?::title=(?P<title>[^{}]*))?\}"
    r"|^[*#-]+ |\{\{|\}\}|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])",
    re.MULTILINE,
)
"""What is markup of the little that programs write; what is escaped is none."""


def _plain_wiki(text: str) -> str:
    return _MARK.sub(_said, text).strip()


def _said(mark: re.Match[str]) -> str:
    if mark["escaped"] is not None:
        return mark["escaped"]
    return unescape(mark["entity"] or "") or _plain_wiki(mark["linked"] or mark["title"] or "")
