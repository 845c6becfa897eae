"""Finds the single documents in a stream of JSON, in bounded memory: lists, pages, JSON lines, or several of them.

What is looked for are objects. A list is entered, and so is an object that wraps a list called ``issues`` (a Jira
search page) or ``items`` (a GitHub search page); ``gh api --paginate`` prints several lists one after the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1 << 20
LARGEST_DOCUMENT = 1 << 25
"""Bytes of one document; what is larger is no issue (GitHub's and Jira's own limits are far below)."""

# Everything up to the next bracket: strings whole, so that brackets in them do not count. Possessive, hence linear.
BARE = rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+'
FLAT = re.compile(BARE, re.DOTALL)
# The same, and over each pair of brackets that holds no other: most of what is inside a document.
DEEP = re.compile(rb"(?:" + BARE + rb"(?:\[" + BARE + rb"\]|\{" + BARE + rb"\}))*+" + BARE, re.DOTALL)
BETWEEN = re.compile(rb"[\s,]*+")
EMPTY_LISTS = re.compile(rb"(?:\[\s*+\][\s,]*+)*+")
SCALAR = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[^",\[\]{}\s]++')
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
WRAPPED_LIST = re.compile(rb'"(?:issues|items)"\s*:\s*\Z')
LONGEST_KEY = 64


class BrokenJsonError(ValueError):
    """The stream is not JSON from some place on; the message names the line."""


@dataclass(frozen=True, slots=True)
class Found:
    """One document: its bytes, and the line of the stream in which it begins, from 1.

    ``refused`` says why it could not be taken out of the stream; it has no bytes then.
    """

    raw: bytes
    line: int
    refused: str = ""


class _Wrapper(msgspec.Struct):
    """A whole line of JSON: a page of documents, or a document itself."""

    issues: list[msgspec.Raw] | None = None
    items: list[msgspec.Raw] | None = None


LINE = msgspec.json.Decoder(_Wrapper)


def documents(stream: IO[bytes]) -> Iterator[Found]:
    """The documents of a stream, one after the other. Raises ``BrokenJsonError`` where it stops being JSON.

    In JSON lines a line that is no JSON is passed on as it is, so that the reader can report it and go on.
    """
    return iter(_Scanner(stream))


class _Scanner:
    """The place in the stream, and the lists and wrappers that are open there."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._buffer = b""
        self._at = 0
        self._line = 1
        self._ended = False
        self._open: list[str] = []
        self._in_lines = False

    def __iter__(self) -> Iterator[Found]:
        while len(self._buffer) < len(BYTE_ORDER_MARK) and self._more():
            continue
        self._take(len(BYTE_ORDER_MARK) if self._buffer.startswith(BYTE_ORDER_MARK) else 0)
        if self._next() is None:
            raise BrokenJsonError("it is empty")
        while (first := self._next()) is not None:
            if first == b"{":
                yield from self._object()
            elif first == b"[":
                self._list()
            elif self._open and first == self._open[-1].encode():
                self._take(1)
                self._open.pop()
                if self._open and self._open[-1] == "}":
                    self._leave_wrapper()
            else:
                yield from self._stray()
        if self._open:
            raise BrokenJsonError(f"it ends in line {self._line}, in the middle of a list: it was cut off")

    def _next(self) -> bytes | None:
        """The next byte that is no space or comma, without taking it; ``None`` at the end."""
        while True:
            self._skip(BETWEEN)
            if self._at < len(self._buffer):
                return self._buffer[self._at : self._at + 1]
            if not self._more():
                return None

    def _object(self) -> Iterator[Found]:
        """A whole line at once where that is possible, else bracket by bracket."""
        line = self._line
        found = self._whole_line() if not self._open else None
        if found is not None:
            yield from found
            return
        raw = self._scan()
        if raw is not None:
            yield Found(raw, line)

    def _whole_line(self) -> list[Found] | None:
        end = self._buffer.find(b"\n", self._at)
        if end < 0 and not self._more():
            end = len(self._buffer)
        if end < 0:
            end = self._buffer.find(b"\n", self._at)
        if end < 0:
            return None
        raw = self._buffer[self._at : end].strip()
        line = self._line
        try:
            wrapper = LINE.decode(raw)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            if not self._in_lines or (self._ended and end >= len(self._buffer.rstrip())):
                return None
            self._take(end - self._at)
            return [Found(raw, line)]
        self._take(end - self._at)
        self._in_lines = True
        pages = [page for page in (wrapper.issues, wrapper.items) if page is not None]
        return [Found(bytes(one), line) for page in pages for one in page] if pages else [Found(raw, line)]

    def _scan(self) -> bytes | None:
        """One object up to its closing bracket; ``None`` if it is a wrapper, whose list is entered."""
        position, depth = self._at, 0
        while True:
            position = self._flat_end(position, DEEP if depth > 1 else FLAT)
            bracket = self._buffer[position : position + 1]
            wraps = depth == 1 and bracket == b"[" and self._is_container()
            if wraps and WRAPPED_LIST.search(self._buffer, max(self._at, position - LONGEST_KEY), position):
                self._take(position - self._at)
                self._open.append("}")
                self._enter("]")
                return None
            depth += 1 if bracket in b"{[" else -1
            position += 1
            if depth == 0:
                raw = self._buffer[self._at : position]
                self._take(len(raw))
                return raw

    def _is_container(self) -> bool:
        """Wrappers are found at the top, or in a list of pages; not inside another wrapper."""
        return "}" not in self._open

    def _flat_end(self, position: int, flat: re.Pattern[bytes]) -> int:
        """The next bracket from a position on that ``flat`` does not pass, reading on as far as needed."""
        step = CHUNK
        while True:
            match = flat.match(self._buffer, position)
            end = match.end() if match else position
            if end < len(self._buffer) and self._buffer[end] in b"{}[]":
                return end
            if len(self._buffer) - self._at > LARGEST_DOCUMENT:
                raise BrokenJsonError(f"a single document from line {self._line} on is larger than 32 MiB")
            at = self._at
            if not self._more(step):
                raise BrokenJsonError(f"it ends in the middle of a document that begins in line {self._line}")
            position -= at - self._at
            step *= 2

    def _leave_wrapper(self) -> None:
        """After a wrapper's list: over its other keys, to its closing bracket."""
        depth, position = 1, self._at
        while depth:
            position = self._flat_end(position, DEEP)
            depth += 1 if self._buffer[position : position + 1] in b"{[" else -1
            position += 1
        self._take(position - self._at)
        self._open.pop()

    def _stray(self) -> Iterator[Found]:
        """A value where an object should be: in a list it is passed on, to be reported; elsewhere it is no JSON."""
        line = self._line
        if self._in_lines and not self._open:
            yield Found(self._rest_of_line(), line)
            return
        if not self._open or self._open[-1] != "]":
            sample = self._buffer[self._at : self._at + 20].decode("utf-8", "replace")
            raise BrokenJsonError(f"line {line} begins with {sample!r}, where a JSON object or list should be")
        yield Found(self._scalar(), line)

    def _scalar(self) -> bytes:
        """The text, number or word that begins here; it may go on in what is not read yet."""
        step = CHUNK
        match = SCALAR.match(self._buffer, self._at)
        while match is None or match.end() == len(self._buffer):
            if len(self._buffer) - self._at > LARGEST_DOCUMENT or not self._more(step):
                break
            match = SCALAR.match(self._buffer, self._at)
            step *= 2
        if match is None:
            raise BrokenJsonError(f"line {self._line} is no JSON")
        self._take(match.end() - self._at)
        return match[0]

    def _rest_of_line(self) -> bytes:
        end = self._buffer.find(b"\n", self._at)
        raw = self._buffer[self._at : end if end >= 0 else len(self._buffer)]
        self._take(len(raw))
        return raw

    def _list(self) -> None:
        """Enters a list. Empty ones within a list are passed at once: a file of nothing else must not take long."""
        if self._open:
            self._skip(EMPTY_LISTS)
        if self._buffer[self._at : self._at + 1] == b"[":
            self._enter("]")

    def _enter(self, closing: str) -> None:
        self._take(1)
        self._open.append(closing)

    def _skip(self, pattern: re.Pattern[bytes]) -> None:
        match = pattern.match(self._buffer, self._at)
        if match:
            self._take(match.end() - self._at)

    def _take(self, count: int) -> None:
        self._line += self._buffer.count(b"\n", self._at, self._at + count)
        self._at += count

    def _more(self, count: int | None = None) -> bool:
        """Reads on; what was taken is forgotten. False at the end of the stream."""
        if self._ended:
            return False
        chunk = self._stream.read(count or CHUNK)
        self._ended = not chunk
        if chunk:
            self._buffer = self._buffer[self._at :] + chunk
            self._at = 0
        return bool(chunk)
