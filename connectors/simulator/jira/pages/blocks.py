"""Wiki markup between its macros: headings, lists, tables, quoted lines and paragraphs, told by how a line begins."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from connectors.simulator.jira.pages.phrases import line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connectors.simulator.jira.world import World

KINDS: Final = {
    "heading": re.compile(r"\s*h(?P<level>[1-6])\.\s+(?P<text>\S.*)"),
    "quoted": re.compile(r"\s*bq\.\s+(?P<text>\S.*)"),
    "rule": re.compile(r"\s*-{4,}\s*"),
    "item": re.compile(r"\s*(?P<marks>[*#]+|-)\s+(?P<text>\S.*)"),
    "row": re.compile(r"\s*(?P<text>\|.*)"),
    "blank": re.compile(r"\s*"),
    "text": re.compile(r".*", re.DOTALL),
}
"""What a line is: the first of these that fits."""
TOGETHER: Final = frozenset({("item", "item"), ("item", "text"), ("row", "row"), ("text", "text")})
"""What goes on in the next line: a line of text after an item belongs to it."""
LISTS: Final = {"*": "ul", "-": "ul", "#": "ol"}
DEEPEST: Final = 10
"""Levels of lists in lists."""
_CELL: Final = re.compile(r"(\|\|?)((?:[^|\[]|\[[^\[\]]*\]|\[)*)")
"""A cell and what begins it; the bar in a link ends none."""

Line = re.Match[str]


def blocks_of(text: str, world: World) -> Iterator[str]:
    """The blocks, one after the other."""
    for kind, lines in _grouped(text):
        yield WRITE[kind](lines, world)


def _grouped(text: str) -> Iterator[tuple[str, list[Line]]]:
    kind, lines = "blank", list[re.Match[str]]()
    for line in text.splitlines():
        found, match = _kind(line)
        if (kind, found) not in TOGETHER:
            yield kind, lines
            kind, lines = found, []
        lines.append(match)
    yield kind, lines


def _kind(line: str) -> tuple[str, Line]:
    matches = ((kind, shape.fullmatch(line)) for kind, shape in KINDS.items())
    return next((kind, match) for kind, match in matches if match is not None)


def _blank(*_: object) -> str:
    return ""


def _rule(*_: object) -> str:
    return "<hr>"


def _heading(lines: list[Line], world: World) -> str:
    [line] = lines
    return f"<h{line['level']}>{line_of(line['text'], world)}</h{line['level']}>"


def _quoted(lines: list[Line], world: World) -> str:
    [line] = lines
    return f"<blockquote><p>{line_of(line['text'], world)}</p></blockquote>"


def _paragraph(lines: list[Line], world: World) -> str:
    return f"<p>{'<br>'.join(line_of(line[0].strip(), world) for line in lines)}</p>"


def _list(lines: list[Line], world: World) -> str:
    """Lists in lists, by the marks that are alike from one item to the next."""
    written, around = list[str](), ""
    for line in lines:
        if line.re is not KINDS["item"]:
            written.append(f"<br>{line_of(line[0].strip(), world)}")
            continue
        marks = line["marks"][:DEEPEST]
        kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(around, marks, strict=False)))
        written += [f"</li></{LISTS[mark]}>" for mark in reversed(around[kept:])]
        written += ["</li><li>"] if kept == len(marks) else [f"<{LISTS[mark]}><li>" for mark in marks[kept:]]
        written.append(line_of(line["text"], world))
        around = marks
    return "".join([*written, *(f"</li></{LISTS[mark]}>" for mark in reversed(around))])


def _table(lines: list[Line], world: World) -> str:
    rows = "".join(f"<tr>{''.join(_cells(line['text'].rstrip(), world))}</tr>" for line in lines)
    return f"<table><tbody>{rows}</tbody></table>"


def _cells(text: str, world: World) -> Iterator[str]:
    for cell in _CELL.finditer(text):
        if cell[2] or cell.end() < len(text):
            tag = "th" if cell[1] == "||" else "td"
            yield f"<{tag}>{line_of(cell[2].strip(), world)}</{tag}>"


WRITE: Final[dict[str, Callable[[list[Line], World], str]]] = {
    "heading": _heading,
    "quoted": _quoted,
    "rule": _rule,
    "item": _list,
    "row": _table,
    "blank": _blank,
    "text": _paragraph,
}
