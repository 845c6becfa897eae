"""The Atlassian Document Format as HTML; whatever a document holds, all its text is escaped.

https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/ . Of a node that is not known its content
is shown. Nothing here trusts that a document is one: programs may send anything.
"""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any, Final

from connectors.simulator.pages.links import anchor
from connectors.simulator.pages.wording import day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Node = dict[str, Any]
Write = "Callable[[Node, str], str]"
DEEPEST: Final = 40
"""Levels of nodes in nodes; the editor makes a dozen."""
COLORS: Final = frozenset({"neutral", "purple", "blue", "red", "yellow", "green"})
PANELS: Final = frozenset({"info", "note", "tip", "warning", "error", "success", "custom"})


def html_of(document: object) -> str:
    """The HTML of a document."""
    return _inside(document, 0)


def _inside(node: object, depth: int) -> str:
    if depth >= DEEPEST:
        return "…"
    return "".join(_shown(one, depth) for one in _listed(node, "content"))


def _listed(node: object, name: str) -> Iterator[Node]:
    found = node.get(name) if isinstance(node, dict) else None
    yield from (one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()


def _shown(node: Node, depth: int) -> str:
    kind = str(node.get("type"))
    if kind == "text":
        return _text(node)
    inside = _inside(node, depth + 1)
    tag = TAGS.get(kind)
    return f"<{tag}>{inside}</{tag}>" if tag else NODES.get(kind, _bare)(node, inside)


def _text(node: Node) -> str:
    shown = escape(str(node.get("text") or ""))
    marks = {str(one.get("type")): one for one in _listed(node, "marks")}
    for name, tag in MARKS.items():
        if name in marks:
            shown = f"<{tag}>{shown}</{tag}>"
    return anchor(_told(marks["link"], "href"), shown) if "link" in marks else shown


def _told(node: Node, name: str) -> str:
    """An attribute, as it was written."""
    attributes = node.get("attrs")
    value = attributes.get(name) if isinstance(attributes, dict) else None
    return str(value) if isinstance(value, str | int) else ""


def _bare(_: Node, inside: str) -> str:
    return inside


def _heading(node: Node, inside: str) -> str:
    level = _told(node, "level")
    tag = f"h{level if level in {'1', '2', '3', '4', '5', '6'} else '6'}"
    return f"<{tag}>{inside}</{tag}>"


def _code(node: Node, _: str) -> str:
    """Text alone; its marks do not count."""
    return f"<pre><code>{escape(''.join(str(one.get('text') or '') for one in _listed(node, 'content')))}</code></pre>"


def _panel(node: Node, inside: str) -> str:
    kind = _told(node, "panelType")
    return f'<div class="panel {kind if kind in PANELS else "info"}">{inside}</div>'


def _fold(node: Node, inside: str) -> str:
    return f"<details><summary>{escape(_told(node, 'title')) or 'More'}</summary>{inside}</details>"


def _task(node: Node, inside: str) -> str:
    mark, words = ("☑", "done") if _told(node, "state") == "DONE" else ("☐", "to do")
    return f'<li class="task"><span role="img" aria-label="{words}">{mark}</span> {inside}</li>'


def _card(node: Node, _: str) -> str:
    url = _told(node, "url")
    return anchor(url, escape(url))


def _mention(node: Node, _: str) -> str:
    return f'<span class="mention">@{escape((_told(node, "text") or _told(node, "id")).lstrip("@"))}</span>'


def _emoji(node: Node, _: str) -> str:
    return escape(_told(node, "text") or _told(node, "shortName"))


def _date(node: Node, _: str) -> str:
    """``timestamp`` is in milliseconds since 1970, as text."""
    told = _told(node, "timestamp")
    try:
        return day(datetime.fromtimestamp(int(told) / 1000, UTC))
    except (ValueError, OverflowError, OSError):
        return escape(told)


def _status(node: Node, _: str) -> str:
    color = _told(node, "color")
    return f'<span class="lozenge {color if color in COLORS else "neutral"}">{escape(_told(node, "text"))}</span>'


def _media(node: Node, _: str) -> str:
    """Nothing is loaded from elsewhere: an image is its description."""
    return f'<span class="image">image: {escape(_told(node, "alt")) or "without a description"}</span>'


MARKS: Final = {"code": "code", "strong": "strong", "em": "em", "strike": "s", "underline": "u"}
TAGS: Final = {
    "paragraph": "p",
    "bulletList": "ul",
    "orderedList": "ol",
    "listItem": "li",
    "taskList": "ul",
    "decisionList": "ul",
    "decisionItem": "li",
    "blockquote": "blockquote",
    "tableRow": "tr",
    "tableHeader": "th",
    "tableCell": "td",
}
NODES: Final[dict[str, Callable[[Node, str], str]]] = {
    "heading": _heading,
    "codeBlock": _code,
    "panel": _panel,
    "expand": _fold,
    "nestedExpand": _fold,
    "table": lambda _, inside: f"<table><tbody>{inside}</tbody></table>",
    "taskItem": _task,
    "rule": lambda *_: "<hr>",
    "hardBreak": lambda *_: "<br>",
    "inlineCard": _card,
    "blockCard": lambda node, inside: f"<p>{_card(node, inside)}</p>",
    "mention": _mention,
    "emoji": _emoji,
    "date": _date,
    "status": _status,
    "media": _media,
    "mediaInline": _media,
}
