"""How the audit command takes its files, and how it writes them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def test_output_is_written_whole_or_not_at_all(detour, acme, tmp_path):
    status, _, err = detour("audit", "--from", acme, "--output", tmp_path / "absent" / "report.json")

    assert status == 2
    assert "--output" in err


@pytest.mark.parametrize("option", ["--from", "--baseline", "--output", "--config"])
def test_an_option_that_is_given_an_empty_name_is_refused(detour, acme, option):
    with pytest.raises(SystemExit, match="2"):
        detour("audit", "--from", acme, option, "")


def test_output_keeps_who_may_read_it_and_where_a_link_leads(detour, acme, tmp_path):
    report, link = tmp_path / "report.txt", tmp_path / "link.txt"
    report.write_text("an earlier one")
    report.chmod(0o600)
    link.symlink_to(report)

    detour("audit", "--from", acme, "--output", link)

    assert link.is_symlink()
    assert "missing-fallback" in report.read_text()
    assert report.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.txt", "report.txt"]


def test_a_device_is_written_to_and_not_replaced(detour, acme, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    status, *_ = detour("audit", "--from", acme, "--comments", "--output", pipe)

    assert status == 1
    assert os.read(reader, 3) == b"==="
    assert pipe.is_fifo()
    os.close(reader)


@pytest.mark.parametrize(("setting", "mentioned"), [("", True), ("[comments]\nmention_assignee = false", False)])
def test_comments_show_whom_they_would_mention(detour, tmp_path, setting, mentioned):
    path, config = tmp_path / "issues.json", tmp_path / "detour.toml"
    said = "Blocked by acme/pay#1\nFallback for acme/pay#1: acme/web#2\nDecide by 2026-11-20"
    issue = {"number": 1, "title": "Checkout", "body": said, "assignees": [{"login": "mia"}, {"login": "robot[bot]"}]}
    others = [{"number": 2, "title": "Invoice"}, {"number": 1, "title": "Ledger"}]
    places = ("acme/web/issues/1", "acme/web/issues/2", "acme/pay/issues/1")
    listed = [
        one | {"state": "open", "html_url": f"https://github.com/{place}"}
        for one, place in zip([issue, *others], places, strict=True)
    ]
    path.write_text(json.dumps(listed))
    config.write_text(setting)

    _, out, _ = detour("audit", "--from", path, "--config", config, "--comments")

    assert "It is time for `acme/web#2`" in out
    assert ("This issue is assigned to @mia.\n" in out) is mentioned


def test_the_file_of_what_was_skipped_may_have_any_name(detour, tmp_path):
    path = tmp_path / os.fsdecode(b"\xff.json")
    path.write_text('[{"key": "A-1", "fields": {}}, {"key": "A-2", "fields": {"labels": 7}}]')

    assert detour("audit", "--from", path, "--format", "json", "--output", tmp_path / "report.json")[0] == 0

    [skipped] = json.loads((tmp_path / "report.json").read_text())["audit"]["skipped"]
    assert skipped["place"].endswith(" .json, line 1")


def test_a_terminal_that_does_not_know_a_letter_is_no_error(tmp_path):
    path = tmp_path / "issues.json"
    issue = {"number": 1, "title": "\u2192", "html_url": "https://github.com/a/b/issues/1", "body": "Blocked by c/d#1"}
    path.write_text(json.dumps([issue]))
    command = Path(sys.executable).with_name("detour")

    shown = subprocess.run(
        [command, "audit", "--from", path],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )

    assert (shown.returncode, shown.stderr) == (0, "")
    assert "dangling-link" in shown.stdout
