"""Finds the single rows in a stream of CSV, in bounded memory, and hands each out as a JSON document.

A row becomes ``{"cells": {column: [texts]}}``: columns may repeat, and empty cells are left out. Quoting is that of RFC
4180; the delimiter is told by the header.
"""

from __future__ import annotations

import csv
from typing import IO, TYPE_CHECKING, Final

import msgspec

from connectors.json_stream import BYTE_ORDER_MARK, CHUNK, Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LARGEST_ROW: Final = 1 << 25
"""Bytes of one row, quoted lines included."""
MOST_COLUMNS: Final = 1 << 14
"""As many as a spreadsheet may have; a large Jira exports some hundreds."""
DELIMITERS: Final = ",;\t"
SHOWN: Final = 3
ENCODER: Final = msgspec.json.Encoder()


class BrokenCsvError(ValueError):
    """The stream is no table, or not the one that is meant; the message names the line."""


def rows(stream: IO[bytes], needed: Sequence[Sequence[str]] = ()) -> Iterator[Found]:
    """The rows of a stream below its header, one after the other; one that cannot be read says why.

    ``needed`` are the columns without which the table says nothing: of each group one must be there, in any case.
    Raises ``BrokenCsvError`` where the stream is no such table, is not UTF-8, or ends inside a cell.
    """
    csv.field_size_limit(LARGEST_ROW)  # the limit of the process; nobody else here reads CSV
    records = _records(stream)
    names, delimiter = _header(next(records, (1, b"")), needed)
    for line, record in records:
        if record is None:
            yield Found(b"", line, f"the row is larger than {LARGEST_ROW >> 20} MiB")
        elif record.strip():
            yield from _row(record, line, names, delimiter)


def _records(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Each row's first line and its bytes, ``None`` for a row that is too large to be kept.

    A row ends with the line after which its quotation marks are even: those inside quoted cells are doubled.
    """
    line = begin = 1
    size = marks = 0
    kept = bytearray()
    while piece := stream.readline(CHUNK):
        size += len(piece)
        marks += piece.count(b'"')
        if size > LARGEST_ROW:
            kept.clear()
        else:
            kept += piece
        if not piece.endswith(b"\n"):
            continue
        line += 1
        if marks % 2 == 0:
            yield begin, bytes(kept) if size <= LARGEST_ROW else None
            begin, size, marks, kept = line, 0, 0, bytearray()
    if marks % 2:
        raise BrokenCsvError(f"a quoted cell of the row in line {begin} never ends: it was cut off")
    if size:
        yield begin, bytes(kept) if size <= LARGEST_ROW else None


def _header(first: tuple[int, bytes | None], needed: Sequence[Sequence[str]]) -> tuple[list[str], str]:
    """The names of the columns, and the delimiter that makes the most of them."""
    line, record = first
    if record == b"":
        raise BrokenCsvError("it is empty")
    if record is None:
        raise BrokenCsvError(f"its header is larger than {LARGEST_ROW >> 20} MiB")
    text = _text(record.removeprefix(BYTE_ORDER_MARK), line)
    try:
        tables = [(next(csv.reader([text], delimiter=one), []), one) for one in DELIMITERS]
    except csv.Error as error:
        raise BrokenCsvError(f"its header is no line of CSV: {error}") from error
    names, delimiter = max(tables, key=lambda table: len(table[0]))
    names = [name.strip() for name in names]
    if len(names) > MOST_COLUMNS:
        raise BrokenCsvError(f"its header has {len(names)} columns; more than {MOST_COLUMNS} is no export")
    there = {name.casefold() for name in names}
    for group in needed:
        if not any(name.casefold() in there for name in group):
            begins = ", ".join(repr(name[:40]) for name in names[:SHOWN])
            raise BrokenCsvError(f"its header has no column {' or '.join(map(repr, group))}; it begins with {begins}")
    return names, delimiter


def _row(record: bytes, line: int, names: list[str], delimiter: str) -> Iterator[Found]:
    """The row as a document, nothing for an empty one.

    Cells beyond the header shift all others, as happens to exports that were edited: nobody knows what they mean.
    Cells that are missing at the end are empty: spreadsheets save them so.
    """
    text = _text(record, line)
    try:
        texts = next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        yield Found(b"", line, f"the row is no CSV: {error}")
        return
    if len(texts) > len(names):
        yield Found(b"", line, f"the row has {len(texts)} cells, and the header {len(names)} columns")
        return
    cells: dict[str, list[str]] = {}
    for name, cell in zip(names, texts, strict=False):
        if cell:
            cells.setdefault(name, []).append(cell)
    if cells:
        yield Found(ENCODER.encode({"cells": cells}), line)


def _text(record: bytes, line: int) -> str:
    try:
        return record.rstrip(b"\r\n").decode()
    except UnicodeDecodeError as error:
        at = line + record.count(b"\n", 0, error.start)
        raise BrokenCsvError(f"line {at} is not UTF-8 ({error.reason}); save it as CSV in UTF-8") from error
