"""Makes plain lines of Jira's wiki markup, as Server, Data Center and Cloud's REST v2 give it.

The notation is https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all. The parser is our own: the
one that is kept up, jira2markdown 0.5, takes 48 seconds for 4,000 opening brackets. Every expression here is linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Final

from rules.text.mentions import mention_of_url
from rules.text.passages import Passage

if TYPE_CHECKING:
    from collections.abc import Iterator

_OURS: Final = re.compile(r"\{anchor:\s*detour", re.IGNORECASE)
_LINE_END: Final = re.compile(r"\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_GAP: Final = "\0"
"""Stands where something was left out, so that what is beside it neither joins nor moves up."""

_FENCE: Final = re.compile(r"\\.|\{(?P<name>code|noformat|quote)(?P<settings>:[^{}\r\n]*+)?\}")
_FRAME: Final = re.compile(r"(?<!\\)\{(?:panel|section|column)(?::[^{}\r\n]*+)?\}")

_HEADING: Final = re.compile(r"\A\s*+h[1-6]\.(?!\d)\s*+")
_QUOTED_LINE: Final = re.compile(r"\s*+bq\.(?:\s|$)")
_RULE: Final = re.compile(r"\s*+-{4,}+\s*$")
_ITEM: Final = re.compile(r"\s*+(?P<marks>[*#-]++)\s++(?=\S)")

# What it may begin with is asked for first: nine letters of ten begin nothing, and are passed over seven times as fast.
_TOKEN: Final = re.compile(
    r"""
    (?= [\\{\[!h*_+^~?|-] ) (?:
      (?P<line_end> \\\\ )
    | \\ (?P<escaped> [^\w\s] )
    | (?P<code> \{\{ )
    | \{ (?P<braced> [*_+^~-] ) \}
    | (?P<tag> \{ (?:color|anchor) (?: : [^{}]*+ )? \} )
    | \[ (?P<label> [^\[\]|]*+ ) (?: \| (?P<target> [^\[\]|]*+ ) (?: \| [^\[\]]*+ )? )? \]
    | (?P<image> ! (?=\S) (?: https?://[^!\s|]*+ | [^!|]*\.\w{2,5} ) (?: \| [^!]*+ )? ! )
    | (?P<url> https?:// [^\s|\[\]{}]* [^\s|\[\]{}*_+^~?.,;:!)-] )
    | (?P<literal> (?P<repeated> [*_+^~-] ) (?P=repeated)++ | -> )
    | (?P<mark> [*_+^~-] | \?\? )
    | (?P<cell_end> \|++ )
    )
    """,
    re.VERBOSE,
)
_KEY: Final = re.compile(r"\s*+[A-Z][A-Z0-9_]++-\d++\s*", re.ASCII)
_ADDRESS: Final = re.compile(r"\s*+(?:https?://|ftp://|file:|mailto:)\S")


def passages(body: str) -> list[Passage]:
    """The lines of a description or comment; none if Detour wrote it. Pure, and linear in the body's length."""
    if _OURS.search(body):
        return []
    page = _Page()
    for line in _LINE_END.split(_FRAME.sub("\n", "".join(_unfenced(body)))):
        page.read(line)
    return page.lines


def _unfenced(body: str) -> Iterator[str]:
    """What is outside quotes and code blocks. Markup means nothing in code; what is left open runs to the end."""
    code, quoted, start = "", False, 0
    for fence in _FENCE.finditer(body):
        name = fence["name"]
        if name is None or (code and (name != code or fence["settings"])):
            continue
        if not (code or quoted):
            yield body[start : fence.start()] + _GAP
        if name == "quote":
            quoted = not quoted
        else:
            code = "" if code else name
        start = fence.end()
        if not (code or quoted or body.startswith(("\r", "\n"), start)):
            yield "\n"
    if not (code or quoted):
        yield body[start:]


@dataclass(slots=True)
class _Page:
    """Collects lines, and knows which list or table row the next one continues."""

    lines: list[Passage] = field(default_factory=list)
    depth: int = 0
    in_row: bool = False

    def read(self, line: str) -> None:
        """Takes the next line of the body."""
        if not line.strip() or _RULE.match(line):
            self.depth, self.in_row = 0, False
        elif line.lstrip().startswith("|") or self.in_row:
            self.depth, self.in_row = 0, not line.rstrip().endswith("|")
            for cell in _plain(line, cells=True):
                self.add(cell)
        elif item := _ITEM.match(line):
            self.depth = len(item["marks"])
            self.block(line[item.end() :], item=True)
        else:
            self.block(line)

    def block(self, text: str, *, item: bool = False) -> None:
        """Adds a paragraph's line, a heading or a list item, unless it is a quotation."""
        if _QUOTED_LINE.match(text):
            return
        for plain in _plain(_HEADING.sub("", text)):
            self.add(plain, item=item)

    def add(self, text: str, *, item: bool = False) -> None:
        """Adds what is visible of a text that line breaks may divide."""
        for line in filter(str.strip, text.splitlines()):
            if shown := line.replace(_GAP, " ").strip():
                self.lines.append(Passage(shown, item=item, depth=self.depth))
            item = False


def _plain(source: str, *, cells: bool = False) -> list[str]:
    """One line without its markup; of a table's row, each cell."""
    return [unescape("".join(cell)) for cell in _Inline(source, cells=cells, last_code_end=source.rfind("}}")).read()]


@dataclass(slots=True)
class _Inline:
    """Reads one line. ``openers`` are the marks that may begin a phrase, by where they are in ``text``."""

    source: str
    cells: bool
    last_code_end: int
    text: list[str] = field(default_factory=list)
    openers: dict[str, int] = field(default_factory=dict)
    finished: list[list[str]] = field(default_factory=list)

    def read(self) -> list[list[str]]:
        """The pieces of each cell; a line outside tables is one."""
        position = 0
        while token := _TOKEN.search(self.source, position):
            self.text.append(self.source[position : token.start()])
            position = self.take(token)
        self.text.append(self.source[position:])
        return [*self.finished, self.text]

    def take(self, token: re.Match[str]) -> int:
        """Reads one token and returns where to read on."""
        match token.lastgroup:
            case "code":
                return self.skip_code(token)
            case "label" | "target":
                return self.link(token)
            case "mark" | "braced":
                self.mark(token)
            case "cell_end" if self.cells:
                self.finished.append(self.text)
                self.text, self.openers = [], {}
            case "line_end":
                self.text.append("\n")
            case "image":
                self.text.append(_GAP)
            case "escaped":
                self.text.append(token["escaped"])
            case "tag":
                pass
            case _:
                self.text.append(token[0])
        return token.end()

    def skip_code(self, token: re.Match[str]) -> int:
        """Leaves ``{{monospace}}`` out; braces that nothing closes are text."""
        if token.end() > self.last_code_end:
            self.text.append(token[0])
            return token.end()
        self.text.append(_GAP)
        return self.source.index("}}", token.end()) + 2

    def beside(self, token: re.Match[str]) -> tuple[str, str]:
        """The characters before and after a token; nothing where the line ends."""
        return self.source[token.start() - 1 : token.start()], self.source[token.end() : token.end() + 1]

    def link(self, token: re.Match[str]) -> int:
        """A link to an issue stands as its URL, any other as its label, which is left out where it is code.

        A text in brackets is no link.
        """
        label, target = token["label"], (token["target"] or "").strip()
        if target and label.startswith("{{") and label.endswith("}}"):
            self.text.append(_GAP)
        elif mention_of_url(target or label.strip()) is not None:
            before, after = self.beside(token)
            self.text.append(
                " " * before.isalnum() + (target or label.strip()) + " " * (after.isalnum() or after in {"/", "["})
            )
        elif target:
            self.text += _plain(label) if label.strip() else [target]
        elif label.startswith("~"):
            self.text.append("@" + label[1:].removeprefix("accountid:"))
        elif label.startswith("^"):
            self.text.append(_GAP)
        elif _KEY.fullmatch(label) or _ADDRESS.match(label):
            self.text.append(label.strip())
        else:
            self.text.append("[")
            return token.start() + 1
        return token.end()

    def mark(self, token: re.Match[str]) -> None:
        """Begins or ends a phrase where a word does; struck-through phrases are left out, of others only the marks."""
        mark, forced = token["mark"] or token["braced"], token["braced"] is not None
        before, after = self.beside(token)
        if mark in self.openers and (forced or not (before.isspace() or after.isalnum())):
            start = self.openers.pop(mark)
            self.text[start] = ""
            if mark == "-":
                self.text[start:] = [_GAP]
                self.openers = {other: place for other, place in self.openers.items() if place < start}
        elif mark not in self.openers and (forced or not (before.isalnum() or after.isspace() or not after)):
            self.openers[mark] = len(self.text)
            self.text.append(mark)
        else:
            self.text.append(token[0])
