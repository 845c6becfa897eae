import gzip
import io
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import json_stream
from connectors.json_stream import BrokenJsonError, documents

ISSUES = [{"key": "A-1", "fields": {"labels": ["]", "{"]}}, {"key": "A-2", "fields": {"summary": 'a "quoted" \\ {'}}]

SHAPES = {
    "list": json.dumps(ISSUES),
    "pretty list": json.dumps(ISSUES, indent=2),
    "lines": "\n".join(json.dumps(issue) for issue in ISSUES),
    "lines that end": "".join(json.dumps(issue) + "\n" for issue in ISSUES),
    "objects one after the other": "".join(json.dumps(issue, indent=1) for issue in ISSUES),
    "page": json.dumps({"expand": "names", "names": {"a": "b"}, "total": 2, "issues": ISSUES, "isLast": True}),
    "pretty page": json.dumps({"startAt": 0, "issues": ISSUES, "warnings": [{}]}, indent=4),
    "pages as lines": "\n".join(json.dumps({"issues": [issue]}) for issue in ISSUES),
    "pages one after the other": "".join(json.dumps({"issues": [issue]}, indent=2) for issue in ISSUES),
    "search": json.dumps({"total_count": 2, "items": ISSUES}, indent=2),
    "lists one after the other": json.dumps(ISSUES[:1]) + json.dumps(ISSUES[1:]),
    "list of lists": json.dumps([ISSUES[:1], ISSUES[1:]]),
    "list of pages": json.dumps([{"issues": ISSUES[:1]}, {"issues": ISSUES[1:]}]),
    "empty lists between": "[[], [ ] ,[\n]," + json.dumps(ISSUES) + ",[],[]]",
    "byte order mark": "\ufeff" + json.dumps(ISSUES),
}


def found(text):
    return [json.loads(one.raw) for one in documents(io.BytesIO(text.encode()))]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("chunk", [1, 7, 1 << 20])
def test_every_shape_gives_the_same_documents(shape, chunk, monkeypatch):
    monkeypatch.setattr(json_stream, "CHUNK", chunk)

    assert found(SHAPES[shape]) == ISSUES


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(st.lists(st.dictionaries(st.text(), JSON, max_size=4).map(lambda one: {"key": one}), max_size=4), st.booleans())
def test_whatever_is_in_the_documents_they_come_out_whole(issues, pretty):
    text = json.dumps({"issues": issues}, indent=2 if pretty else None, ensure_ascii=False)

    assert found(text) == issues


def test_a_document_knows_its_line():
    text = SHAPES["lines"]

    assert [one.line for one in documents(io.BytesIO(text.encode()))] == [1, 2]


@pytest.mark.parametrize("shape", ["list", "pretty list", "page", "pretty page", "lines", "list of lists"])
def test_what_was_cut_off_is_said_and_what_came_before_is_kept(shape):
    text = SHAPES[shape][:-5]

    with pytest.raises(BrokenJsonError, match="it ends in"):
        found(text)


def test_a_broken_line_among_lines_is_passed_on_for_the_reader_to_report():
    text = '{"key": "A-1"}\n{"key": "A-2", \nrubbish\n{"key": "A-3"}\n'

    raws = [one.raw for one in documents(io.BytesIO(text.encode()))]

    assert raws == [b'{"key": "A-1"}', b'{"key": "A-2",', b"rubbish", b'{"key": "A-3"}']


@pytest.mark.parametrize("text", ["<html>", "key,summary\nA-1,x", "PK\x03\x04", '"just a text"', "\x00\x01"])
def test_what_is_no_json_is_refused_with_its_beginning(text):
    with pytest.raises(BrokenJsonError, match="line 1 begins with"):
        found(text)


def test_a_value_in_a_list_that_is_no_object_is_passed_on():
    assert found('[{"key": "A-1"}, 7, "x", null]') == [{"key": "A-1"}, 7, "x", None]


def test_a_document_without_end_costs_bounded_memory(monkeypatch):
    monkeypatch.setattr(json_stream, "LARGEST_DOCUMENT", 1 << 12)
    monkeypatch.setattr(json_stream, "CHUNK", 1 << 8)

    class Endless(io.RawIOBase):
        given = 0

        def read(self, count=-1):
            self.given += count
            return b'[{"a": "'.ljust(count, b"a") if self.given == count else b"a" * count

    stream = Endless()
    with pytest.raises(BrokenJsonError, match="larger than"):
        list(documents(stream))

    assert stream.given < 1 << 14


def test_gzip_streams_are_read_too():
    stream = gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(SHAPES["page"].encode())))

    assert [json.loads(one.raw) for one in documents(stream)] == ISSUES


@pytest.mark.parametrize("text", ["[" + "[]," * 2_000_000 + "[]]", '[{"a": {"b": [' + "[]," * 2_000_000 + "[]]}}]"])
def test_a_file_of_tiny_lists_takes_no_time_of_note(text):
    begun = time.thread_time()

    assert len(list(documents(io.BytesIO(text.encode())))) <= 1
    assert time.thread_time() - begun < 15


@pytest.mark.parametrize("chunk", [1, 7, 64])
def test_a_text_in_a_list_may_go_on_in_the_next_chunk(chunk, monkeypatch):
    monkeypatch.setattr(json_stream, "CHUNK", chunk)
    texts = ["a" * 100, 'b"' * 50, 12345678901234567890]

    assert found(json.dumps(texts)) == texts
