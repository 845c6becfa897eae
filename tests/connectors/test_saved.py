import gzip
import json
import os
from pathlib import Path

import pytest

from connectors.saved import SavedFileError, saved_documents, saved_files

ISSUES = b'[{"key": "A-1", "fields": {}}, {"key": "A-2", "fields": {}}]'


def test_a_folder_stands_for_the_json_files_below_it(tmp_path):
    for name in ("b.jsonl", "a.json", "deep/c.json.gz", "notes.txt", ".hidden.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(ISSUES)

    found = saved_files([tmp_path, tmp_path / "a.json"])

    assert [path.name for path in found] == ["a.json", "b.jsonl", "c.json.gz"]


@pytest.mark.parametrize("packed", [False, True])
def test_documents_come_with_their_place_and_progress(tmp_path, packed):
    path = tmp_path / "issues"
    path.write_bytes(gzip.compress(ISSUES) if packed else ISSUES)
    taken = []

    found = list(saved_documents(path, taken.append))

    assert [json.loads(one.raw)["key"] for one in found] == ["A-1", "A-2"]
    assert found[0].place == f"{path}, line 1"
    assert taken[-1] == path.stat().st_size


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
