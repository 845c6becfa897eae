import json

import pytest

from connectors.saved import SavedFileError
from service import saved as reading
from service.saved import SavedIssues
from service.settings import load


def issues_of(tmp_path, content):
    path = tmp_path / "issues.json"
    path.write_bytes(content)
    return SavedIssues(load(None, {}), [path])


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (b'{"number": 1, "x": NaN}', "JSON is malformed"),
        (b'{"a": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", "nested too deeply"),
        (b'{"key": "A-\xff", "fields": {}}', "utf-8"),
        (b'{"id": "10001"}', "neither a Jira issue"),
        (b"7", "neither a Jira issue"),
    ],
)
def test_what_cannot_be_read_is_told_from_what_is_of_another_kind(tmp_path, document, why):
    saved = issues_of(tmp_path, b'[{"key": "A-1", "fields": {}}, ' + document + b"]")

    assert len(list(saved)) == 1

    [skipped] = saved.skipped
    assert why in skipped.why


def test_of_very_many_refused_documents_the_rest_is_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_REFUSED", 3)
    saved = issues_of(tmp_path, json.dumps([{"key": "A-1", "fields": {}}, *[{}] * 10]).encode())

    assert len(list(saved)) == 1

    assert [one.why for one in saved.skipped[3:]] == ["7 more of its documents"]


def test_a_file_without_one_issue_is_refused_with_the_number_of_its_documents(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_REFUSED", 3)
    saved = issues_of(tmp_path, json.dumps([{"id": "10001"}] * 10).encode())

    with pytest.raises(SavedFileError, match=r"none of its 10 documents .* \(key, fields\) .*fields=\*all"):
        list(saved)
