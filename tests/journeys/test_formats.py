"""One audit in every format, as people and scripts ask for it: files, baselines, own rules, hostile and real issues."""

import csv
import json
import re
from io import StringIO

import pytest

from service.reports.formats import FORMATS, OF_COMMENTS
from service.reports.report import Report
from tests.journeys.test_real_issues import ARCHIVE, SUBSET, TEAMS
from tests.journeys.test_real_issues import detour as real_audit
from tests.sarif import run_of
from tests.service.speech.test_markdown import tokens_of

READABLE = ["json", "csv", "sarif", "markdown"]
OWN_RULE = """
[[policy.rules]]
code = "ACME101"
name = "frozen-blocker"
severity = "error"
expression = '"frozen" in blocker.labels && link.across'
message = "this waits on work that is frozen until spring"
action = "plan without it, or ask the council to thaw it"
"""


def test_one_audit_is_told_in_several_formats_at_once(audit, tmp_path):
    files = {name: tmp_path / f"report.{name}" for name in FORMATS if name != "table"}
    also = [word for name, path in files.items() for word in ("--also", f"{name}={path}")]

    status, shown, _ = audit("table", *also)

    assert (status, shown) == audit("table")[:2]
    for name, path in files.items():
        alone = tmp_path / "alone"
        audit(name, "--output", alone)
        assert undated(path.read_text()) == undated(alone.read_text())


@pytest.mark.parametrize("word", ["=file", "yaml=file", "json", "json="], ids=["no format", "none", "no file", "empty"])
def test_another_report_is_a_format_and_a_file(audit, word, capsys):
    with pytest.raises(SystemExit):
        audit("table", "--also", word)

    assert "--also" in capsys.readouterr().err


def undated(text):
    """A report without the moment at which it was made."""
    return re.sub(r"[0-9]{2}:[0-9]{2}(:[0-9.]+)?|as_of[^,]*", "", text)


def rows_of(text):
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def keys_of(name, text):
    """The keys of the findings that are not waived."""
    if name == "json":
        return [one["key"] for one in json.loads(text)["findings"]]
    if name == "csv":
        return [row["key"] for row in rows_of(text) if row["status"] != "waived"]
    results = run_of(text)["results"]
    return [one["partialFingerprints"]["findingKey/v1"] for one in results if not one["suppressions"]]


@pytest.fixture
def audit(detour, acme):
    """Audits the saved issues of the invented company in a format."""

    def run(name, *words):
        return detour("audit", "--from", acme, "--config", acme / "detour.toml", "--format", name, *words)

    return run


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_has_what_is_printed(audit, tmp_path, name):
    status, out, err = audit(name)
    path = tmp_path / "report"

    assert audit(name, "--output", path) == (status, "", "")
    assert (status, err) == (1, "")
    assert path.read_bytes().decode("utf-8") == out


@pytest.mark.parametrize("name", FORMATS)
def test_the_status_is_that_of_the_findings_whatever_the_format(audit, tmp_path, name):
    baseline = tmp_path / "earlier.json"
    audit("json", "--output", baseline)

    assert audit(name, "--baseline", baseline, "--fail-on", "report")[0] == 0


def test_every_format_for_programs_has_the_same_findings(audit):
    found = [keys_of(name, audit(name)[1]) for name in ("json", "csv", "sarif")]

    assert found[0] == found[1] == found[2]
    assert len(found[0]) > 20


def test_with_a_baseline_each_says_what_was_known(audit, tmp_path):
    baseline = tmp_path / "earlier.json"
    document = json.loads(audit("json")[1])
    known = document["findings"].pop()["key"]
    baseline.write_text(json.dumps({"findings": [{"key": known}]}))

    table = rows_of(audit("csv", "--baseline", baseline)[1])
    results = run_of(audit("sarif", "--baseline", baseline)[1])["results"]
    text = audit("markdown", "--baseline", baseline)[1]

    assert [row["key"] for row in table if row["status"] == "known"] == [known]
    unchanged = [one for one in results if one["baselineState"] == "unchanged"]
    assert [one["partialFingerprints"]["findingKey/v1"] for one in unchanged] == [known]
    assert "## New findings\n" in text
    assert "1 finding was known before" in text


def test_a_program_that_collects_results_learns_how_the_audit_ended(audit):
    for level, status in (("error", 1), ("report", 1)):
        [invocation] = run_of(audit("sarif", "--fail-on", level)[1])["invocations"]

        assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, status)


@pytest.mark.parametrize("name", READABLE)
def test_an_own_rule_is_told_as_any_other(detour, tmp_path, name):
    (tmp_path / "detour.toml").write_text(OWN_RULE)
    waiting, blocker = (
        {"number": 1, "title": "t", "html_url": f"https://github.com/{place}/issues/1", "body": body, "labels": labels}
        for place, body, labels in (("a/b", "Blocked by c/d#1", []), ("c/d", "", [{"name": "frozen"}]))
    )
    (tmp_path / "issues.json").write_text(json.dumps([waiting, blocker]))

    status, out, _ = detour(
        "audit", "--from", tmp_path / "issues.json", "--config", tmp_path / "detour.toml", "--format", name
    )

    assert status == 1
    assert "this waits on work that is frozen until spring" in out
    assert "frozen-blocker" in out


HOSTILE = "=cmd|'/C calc'!A1 [x](https://evil.example) @octocat <img src=x onerror=alert(1)> {0} \x1b[2J\r\n# free"


@pytest.fixture
def hostile(tmp_path):
    """Saved issues whose titles and labels would like to be more, in teams that would, too."""
    (tmp_path / "detour.toml").write_text(
        f'[teams.one]\nname = {json.dumps(HOSTILE)}\nowns = ["label:{json.dumps(HOSTILE)[1:-1]}"]\n', encoding="utf-8"
    )
    labels = [{"name": HOSTILE}]
    waiting, blocker = (
        {"number": 1, "title": HOSTILE, "html_url": f"https://github.com/{place}/issues/1", "body": body, "labels": own}
        for place, body, own in (("a/b", "Blocked by c/d#1", labels), ("c/d", "", []))
    )
    (tmp_path / "issues.json").write_text(json.dumps([waiting, blocker]), encoding="utf-8")
    return ("audit", "--from", tmp_path / "issues.json", "--config", tmp_path / "detour.toml", "--format")


def test_hostile_issues_stay_text_in_every_format(detour, hostile):
    printed = {name: detour(*hostile, name)[1] for name in READABLE}

    table = rows_of(printed["csv"])
    assert {row["title"][:2] for row in table if row["issue"] == "a/b#1"} == {"'="}
    assert {row["team"][:2] for row in table if row["issue"] == "a/b#1"} == {"'="}
    run_of(printed["sarif"])
    kinds = {token.type for token in tokens_of(printed["markdown"])}
    assert not kinds & {"image", "html_inline", "html_block", "softbreak", "em_open"}
    links = {token.attrs["href"] for token in tokens_of(printed["markdown"]) if token.type == "link_open"}
    assert links == {f"https://redirect.github.com/{place}/issues/1" for place in ("a/b", "c/d")}
    assert not set("".join(printed.values())) & {"\x1b"}


@pytest.mark.parametrize("name", FORMATS)
def test_what_would_be_said_is_told_in_a_format_with_room_for_it_or_refused_at_once(detour, acme, name):
    words = ("audit", "--from", acme, "--config", acme / "detour.toml", "--comments", "--format", name)
    status, out, err = detour(*words)

    if name in OF_COMMENTS:
        assert (status, err) == (1, "")
        assert "this waits on `acme/search#8` and has no plan B" in out
    else:
        assert (status, out) == (2, "")
        assert f"--comments has no place in {name}: it is told as table, json, markdown, csv" in err


@pytest.mark.skipif(not SUBSET.exists(), reason=f"the recorded issues are not at {SUBSET.parent}")
@pytest.mark.parametrize(("path", "config"), [(SUBSET, None), (ARCHIVE, TEAMS)], ids=["subset", "archive with teams"])
def test_thousands_of_real_issues_are_reported_in_every_format(path, config):
    report = Report(real_audit(path, config))
    printed = {name: "".join(render(report)) for name, render in FORMATS.items()}

    found = [keys_of(name, printed[name]) for name in ("json", "csv", "sarif")]
    assert found[0] == found[1] == found[2]
    assert len(printed["markdown"]) < 65_536
    errors = [one for one in json.loads(printed["json"])["findings"] if one["severity"] == "error"]
    assert printed["markdown"].count("**error**") == len(errors) >= 3
    for name, text in printed.items():
        assert [one["issue"]["ref"] for one in errors if one["issue"]["ref"] not in text] == [], name
