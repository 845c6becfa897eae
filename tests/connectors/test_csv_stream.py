import csv
import io
import json
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import csv_stream
from connectors.csv_stream import BrokenCsvError, rows

TABLE = 'Key,Labels,Labels,Text\nA-1,x,,"one, ""two""\nthree"\nA-2,,y,\n'


def found(content, needed=()):
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return [(one.line, one.refused or json.loads(one.raw)["cells"]) for one in rows(stream, needed)]


FIRST = {"Key": ["A-1"], "Labels": ["x"], "Text": ['one, "two"\nthree']}


def test_a_row_is_a_document_of_its_cells_and_knows_its_line():
    assert found(TABLE) == [(2, FIRST), (4, {"Key": ["A-2"], "Labels": ["y"]})]


@pytest.mark.parametrize(
    "content",
    [
        TABLE.replace("\n", "\r\n").replace('two""\r\n', 'two""\n'),
        TABLE.rstrip("\n"),
        "\ufeff" + TABLE,
        TABLE.replace('"one, ', '"one, ').replace(",", "\t").replace("one\t", "one,"),
        TABLE.replace(",", ";").replace("one;", "one,"),
        TABLE.replace("A-2", "\n,,,\n\nA-2"),
    ],
    ids=["windows", "no last line end", "byte order mark", "tabs", "semicolons", "empty rows"],
)
def test_every_shape_of_a_table_gives_the_same_rows(content):
    assert [cells for _, cells in found(content)] == [FIRST, {"Key": ["A-2"], "Labels": ["y"]}]


@pytest.mark.parametrize("chunk", [1, 7, 1 << 20])
def test_where_the_stream_is_cut_does_not_matter(chunk, monkeypatch):
    monkeypatch.setattr(csv_stream, "CHUNK", chunk)

    assert found(TABLE)[0] == (2, FIRST)


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=8)
QUOTED = st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=6)


@given(QUOTED, st.sampled_from(",;\t"))
def test_whatever_is_in_the_cells_comes_out_whole(table, delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["a", "b", "b"], *table])

    said = [cells for _, cells in found(out.getvalue())]

    one_each = [{"a": [a] if a else [], "b": [cell for cell in (b, c) if cell]} for a, b, c in table]
    assert said == [{name: cells for name, cells in row.items() if cells} for row in one_each if any(row.values())]


@given(st.binary(max_size=60))
def test_any_bytes_are_rows_or_refused(content):
    try:
        said = found(content)
    except BrokenCsvError:
        said = []

    assert all(cells for _, cells in said)


def test_missing_cells_at_the_end_are_empty_and_cells_too_many_are_not_guessed_at():
    assert found("a,b,c\n1\n1,2,3,4\n1,2,3\n") == [
        (2, {"a": ["1"]}),
        (3, "the row has 4 cells, and the header 3 columns"),
        (4, {"a": ["1"], "b": ["2"], "c": ["3"]}),
    ]


def test_a_row_that_is_no_csv_is_refused_and_the_next_is_read():
    said = found('a,b\n"x"y,""\n1,2\n')

    assert said[0][0] == 2
    assert "expected after" in said[0][1]
    assert said[1:] == [(3, {"a": ["1"], "b": ["2"]})]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "it is empty"),
        ('a,b\n1,"never closed\n2,3\n', "a quoted cell of the row in line 2 never ends"),
        ("a,b\n1,caf\u00e9\n".encode("latin-1"), r"line 2 is not UTF-8 .*save it as CSV in UTF-8"),
        ('a,b\n1,"\n\n\u00e9"\n'.encode("latin-1"), "line 4 is not UTF-8"),
        ("a,b\n1,2\n".encode("utf-16"), "line 1 is not UTF-8"),
        ("Key,Title\rA-1,x\r", "its header is no line of CSV: new-line character"),
        (",".join(["Key"] * 1_000_000) + "\n", "1000000 columns; more than 16384 is no export"),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(content, words):
    with pytest.raises(BrokenCsvError, match=words):
        found(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<html>Log in</html>", "no column 'Key'; it begins with '<html>Log in</html>'"),
        ("Cl\u00e9,Titre,Type,Etat\n", "no column 'Key'; it begins with 'Cl\u00e9', 'Titre', 'Type'$"),
        ("Key,Title\n", "no column 'State' or 'Resolution'; it begins with 'Key', 'Title'$"),
    ],
)
def test_a_table_of_other_columns_is_refused_by_its_header(content, words):
    with pytest.raises(BrokenCsvError, match=words):
        found(content, needed=(("Key",), ("State", "Resolution")))


def test_columns_are_needed_in_any_case_and_one_of_a_group_is_enough():
    assert found("KEY,resolution\nA-1,Done\n", (("Key",), ("State", "Resolution"))) == [
        (2, {"KEY": ["A-1"], "resolution": ["Done"]})
    ]


def test_nul_bytes_and_formulas_are_text():
    assert found("a,b\n\"\0=1+1\",=cmd|'/c calc'!A0\n") == [(2, {"a": ["\0=1+1"], "b": ["=cmd|'/c calc'!A0"]})]


def test_a_row_that_is_too_large_is_refused_and_the_next_is_read(monkeypatch):
    monkeypatch.setattr(csv_stream, "LARGEST_ROW", 1 << 20)
    monkeypatch.setattr(csv_stream, "CHUNK", 1 << 10)
    large = "x\n" * (1 << 20)

    said = found(f'a,b\n1,"{large}"\n3,4\n')

    assert said == [(2, "the row is larger than 1 MiB"), (3 + (1 << 20), {"a": ["3"], "b": ["4"]})]


def test_a_cell_without_end_costs_bounded_memory(monkeypatch):
    monkeypatch.setattr(csv_stream, "LARGEST_ROW", 1 << 14)
    monkeypatch.setattr(csv_stream, "CHUNK", 1 << 10)

    class Endless(io.RawIOBase):
        given = 0

        def readline(self, count=-1):
            self.given += 1
            if self.given == 1:
                return b"a,b\n"
            return b'"' if self.given == 2 else b"x" * count * (self.given < 10_000)

    tracemalloc.start()
    with pytest.raises(BrokenCsvError, match="never ends"):
        list(rows(Endless()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 1 << 20


def test_a_cell_of_25_megabytes_is_read():
    [(_, cells)] = found(b"a,b\n1,'" + b"x" * 25_000_000 + b"'\n")

    assert len(cells["b"][0]) == 25_000_002


@pytest.mark.parametrize(
    "content",
    [
        "a,b\n" + "," * 8_000_000 + "\n",
        "a,b\n" + "1,2\n" * 200_000,
        "a,b\n" + '"",""\n' * 200_000,
        "a,b\n" + "\n" * 2_000_000,
        ",".join(f"c{number}" for number in range(16_000)) + "\n" + "1\n" * 200_000,
        "a,b\n" + '1,"' + '""' * 4_000_000 + '"\n',
    ],
    ids=["wide row", "rows", "empty rows", "empty lines", "short rows of a wide table", "quotation marks"],
)
def test_a_hostile_table_takes_no_time_of_note(content):
    begun = time.thread_time()

    found(content)

    assert time.thread_time() - begun < 15
