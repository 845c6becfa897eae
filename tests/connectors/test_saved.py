import gzip
import json
import os
from pathlib import Path

import pytest

from connectors.saved import SavedFileError, saved_documents, saved_files

ISSUES = b'[{"key": "A-1", "fields": {}}, {"key": "A-2", "fields": {}}]'

TABLE = b'Issue key,Summary,Resolution\nA-1,"two\nlines",\nA-2,one,too,many\nA-3,,Done\n'


def test_a_folder_stands_for_the_json_and_csv_files_below_it(tmp_path):
    for name in ("b.jsonl", "a.json", "deep/c.json.gz", "deep/Jira.CSV", "e.csv.gz", "notes.txt", ".hidden.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(ISSUES)

    found = saved_files([tmp_path, tmp_path / "a.json"])

    assert [path.name for path in found] == ["a.json", "b.jsonl", "Jira.CSV", "c.json.gz", "e.csv.gz"]


@pytest.mark.parametrize("packed", [False, True])
def test_documents_come_with_their_place_and_progress(tmp_path, packed):
    path = tmp_path / "issues"
    path.write_bytes(gzip.compress(ISSUES) if packed else ISSUES)
    taken = []

    found = list(saved_documents(path, taken.append))

    assert [json.loads(one.raw)["key"] for one in found] == ["A-1", "A-2"]
    assert found[0].place == f"{path}, line 1"
    assert taken[-1] == path.stat().st_size


@pytest.mark.parametrize("name", ["issues.csv", "issues.csv.gz", "ISSUES.CSV"])
def test_rows_of_a_table_are_documents_with_their_place_and_progress(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(gzip.compress(TABLE) if name.endswith(".gz") else TABLE)
    taken = []

    found = list(saved_documents(path, taken.append))

    cells = [json.loads(one.raw)["cells"] for one in found if not one.refused]
    assert cells == [{"Issue key": ["A-1"], "Summary": ["two\nlines"]}, {"Issue key": ["A-3"], "Resolution": ["Done"]}]
    assert [one.place for one in found] == [f"{path}, line {line}" for line in (2, 4, 5)]
    assert [one.refused for one in found] == ["", "the row has 4 cells, and the header 3 columns", ""]
    assert taken[-1] == path.stat().st_size


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (TABLE[:-30], "a quoted cell of the row in line 2 never ends"),
        (gzip.compress(TABLE * 100, mtime=0)[:-20], "damaged or cut off"),
        (b"<html>Log in</html>", "its header has no column 'Issue key'; it begins with '<html>Log in"),
        (b"Issue key,Summary,Status\n", "no column 'Status Category' or 'Resolution'"),
        (TABLE.decode().replace("two", "zw\u00f6lf").encode("latin-1"), "line 2 is not UTF-8"),
        (b"", "it is empty"),
    ],
)
def test_a_broken_or_foreign_table_names_itself_the_place_and_what_to_do(tmp_path, content, words):
    path = tmp_path / "broken.csv"
    path.write_bytes(content)

    with pytest.raises(SavedFileError, match=words) as caught:
        list(saved_documents(path))

    assert str(path) in str(caught.value)
    assert "save it again" in str(caught.value) or "CSV (all fields)" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (ISSUES[:-3], "it ends in"),
        (gzip.compress(ISSUES * 100, mtime=0)[:-20], "damaged or cut off"),
        (gzip.compress(ISSUES, mtime=0)[:12] + b"rubbish rubbish rubbish", "damaged or cut off"),
        (b"<html>Log in</html>", "begins with '<html>Log in"),
        (b"key,summary\nA-1,x\n", "where a JSON object or list should be"),
    ],
)
def test_a_broken_or_foreign_file_names_itself_and_the_place(tmp_path, content, words):
    path = tmp_path / "broken.json"
    path.write_bytes(content)

    with pytest.raises(SavedFileError, match=words) as caught:
        list(saved_documents(path))

    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("path", "words"), [("absent.json", "no such file"), ("empty", "holds no file that ends in .json")]
)
def test_a_missing_file_or_an_empty_folder_is_said(tmp_path, path, words):
    (tmp_path / "empty").mkdir()

    with pytest.raises(SavedFileError, match=words):
        saved_files([tmp_path / path])


def test_a_file_that_may_not_be_read_is_said():
    with pytest.raises(SavedFileError, match="directory"):
        list(saved_documents(Path("/")))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb"cut off \ud83d", rb"cut off \ufffd"),
        (rb"\udE00\uD83D", rb"\ufffd\ufffd"),
        (rb"whole \ud83d\uDE00", rb"whole \ud83d\uDE00"),
        (rb"\\ud83d is a backslash", rb"\\ud83d is a backslash"),
    ],
)
def test_half_a_character_costs_that_character_and_not_the_issue(tmp_path, written, read):
    path = tmp_path / "issues.json"
    path.write_bytes(b'[{"summary": "' + written + b'"}]')

    [document] = saved_documents(path)

    assert document.raw == b'{"summary": "' + read + b'"}'


def test_a_pipe_is_refused_for_it_cannot_be_read_twice(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")

    with pytest.raises(SavedFileError, match="is a pipe"):
        saved_files([tmp_path / "pipe.json"])
