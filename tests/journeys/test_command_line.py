"""The command as people and scripts use it: what it prints, where, and how it exits."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rules.engine import catalogue
from service.cli import main


def test_an_audit_of_a_folder_finds_each_kind_of_false_fallback_and_exits_with_one(detour, acme):
    status, out, err = detour("audit", "--from", acme, "--config", acme / "detour.toml", "--format", "json")

    document = json.loads(out)
    found = {(finding["code"], finding["issue"]["ref"]) for finding in document["findings"]}
    assert (status, err) == (1, "")
    assert found >= {
        ("DT101", "SHOP-2"),
        ("DT102", "SHOP-5"),
        ("DT103", "PAY-6"),
        ("DT104", "SHOP-7"),
        ("DT105", "SHOP-8"),
        ("DT106", "SHOP-12"),
        ("DT306", "SHOP-10"),
        ("DT401", "acme/platform#13"),
        ("DT505", "acme/search"),
    }
    assert document["audit"]["sites"] == ["github/acme", "jira/acme"]


def test_the_json_has_the_shape_of_the_contract(detour, acme):
    _, out, _ = detour("audit", "--from", acme, "--config", acme / "detour.toml", "--format", "json")

    document = json.loads(out)
    [finding] = [one for one in document["findings"] if (one["code"], one["issue"]["ref"]) == ("DT101", "SHOP-2")]
    assert set(document) == {"audit", "findings", "waived", "teams", "plans", "advice", "council", "ledger"}
    assert finding["issue"] == {
        "site": "jira/acme",
        "ref": "SHOP-2",
        "url": "https://jira.acme.example/browse/SHOP-2",
        "title": "Pay with a saved card",
    }
    assert (finding["name"], finding["severity"]) == ("missing-fallback", "error")
    [link] = finding["links"]
    assert (link["blocked"]["ref"], link["blocker"]["ref"]) == ("SHOP-2", "PAY-1")
    assert link["sources"] == ["link type Blocks"]
    shop = next(team for team in document["teams"] if team["team"] == "shop")
    assert (shop["name"], shop["waits_on_others"], shop["covered"]) == ("Shop", 9, 1)


def test_what_an_earlier_audit_found_is_marked_and_does_not_count(detour, acme, tmp_path):
    common = ("audit", "--from", acme, "--config", acme / "detour.toml", "--format", "json")
    earlier = tmp_path / "earlier.json"
    assert detour(*common, "--output", earlier)[:2] == (1, "")

    status, out, _ = detour(*common, "--baseline", earlier, "--fail-on", "report")

    assert status == 0
    assert all(finding["known"] for finding in json.loads(out)["findings"])


def test_of_one_team_a_baseline_of_all_counts_that_teams_findings_alone(detour, acme, tmp_path):
    common = ("audit", "--from", acme, "--config", acme / "detour.toml")
    earlier, gone = tmp_path / "earlier.json", {"site": "jira/acme", "ref": "SHOP-2"}
    detour(*common, "--format", "json", "--output", earlier)
    told = json.loads(earlier.read_text())
    told["findings"].append(told["findings"][0] | {"key": "DT105:jira/acme/SHOP-2:x", "issue": gone})
    earlier.write_text(json.dumps(told))

    _, report, _ = detour(*common, "--format", "markdown", "--baseline", earlier, "--team", "shop")

    of_shop = [one for one in told["findings"] if one["issue"]["ref"].startswith("SHOP-")]
    assert f"{len(of_shop) - 1} findings were known before and do not count; 1 that it knew is not found" in report


@pytest.mark.parametrize(("level", "status"), [("error", 0), ("warning", 0), ("info", 0), ("report", 1)])
def test_fail_on_decides_which_findings_count(detour, tmp_path, level, status):
    path = tmp_path / "issues.json"
    waiting, blocker = (
        {"number": 1, "title": "t", "html_url": f"https://github.com/{repository}/issues/1", "body": body}
        for repository, body in (("a/b", "Blocked by c/d#1"), ("c/d", ""))
    )
    path.write_text(json.dumps([waiting, blocker]))

    assert detour("audit", "--from", path, "--fail-on", level)[0] == status


@pytest.mark.parametrize("words", [["why", "A-1"], ["deliveries"], ["replay", "--dead"]])
def test_without_a_store_nothing_is_looked_into_and_none_is_made(detour, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)

    status, out, err = detour(*words)

    assert (status, out) == (2, "")
    assert "there is no store at detour.db: 'detour serve' makes it" in err
    assert list(tmp_path.iterdir()) == []


def test_a_site_can_be_chosen_and_a_wrong_one_is_named(detour, acme):
    common = ("audit", "--from", acme, "--config", acme / "detour.toml", "--format", "json")

    _, out, _ = detour(*common, "--site", "github/acme")
    assert {finding["issue"]["site"] for finding in json.loads(out)["findings"]} == {"github/acme"}

    status, _, err = detour(*common, "--site", "github/acmee")
    assert (status, err) == (2, "detour: --site github/acmee: the files come from github/acme, jira/acme\n")


def test_comments_prints_what_would_be_said_and_nothing_on_clean_issues(detour, acme):
    _, out, _ = detour("audit", "--from", acme, "--config", acme / "detour.toml", "--comments")

    assert "=== SHOP-2 https://jira.acme.example/browse/SHOP-2" in out
    assert "=== SHOP-3 " not in out
    assert "=== MOB-4 " not in out
    assert "still" not in out
    assert "=== PAY-3, need brief" in out
    assert "=== PAY-6, need brief" not in out  # nobody of another team waits on it


def test_one_bad_issue_is_listed_with_its_place_and_the_rest_is_audited(detour, tmp_path):
    path = tmp_path / "issues.jsonl"
    path.write_text('{"key": "A-1", "fields": {"labels": 7}}\n{"key": "A-2", "fields": {}}\nrubbish\n')

    status, out, _ = detour("audit", "--from", path)

    assert status == 0
    assert "1 issue read" in out
    assert f"{path}, line 1: Expected `array | null`, got `int` - at `$.fields.labels`" in out
    assert f"{path}, line 3: JSON is malformed" in out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'[{"key": "A-1", "fields"', "it ends in the middle of a document that begins in line 1"),
        (b'[{"name": "x"}, {"name": "y"}]', "none of its 2 documents is an issue"),
        (b"<html></html>", "begins with '<html></html>'"),
        (gzip.compress(b"[]" * 50, mtime=0)[:-9], "damaged or cut off"),
        (b"", "is empty"),
        (json.dumps({"webhookEvent": "issuelink_created", "issueLink": {}}).encode(), "save the issues themselves"),
    ],
)
def test_a_file_that_cannot_be_audited_is_refused_with_its_name(detour, tmp_path, content, words):
    path = tmp_path / "issues.json"
    path.write_bytes(content)

    status, out, err = detour("audit", "--from", path)

    assert (status, out) == (2, "")
    assert err.startswith(f"detour: {path}: ")
    assert words in err


def test_no_issues_is_a_clean_audit(detour, tmp_path):
    path = tmp_path / "issues.json"
    path.write_text("[]")

    assert detour("audit", "--from", path)[0] == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["audit"], "say which issues to read"),
        (["explain", "missing-falback"], "Did you mean missing-fallback?"),
        (["check-config"], "say which configuration"),
        (["audit", "--from", "absent.json"], "there is no such file"),
        (["explain", "\x1b[2J"], "there is no rule '\\x1b[2J'"),
        (["audit", "--from", ".", "--baseline", "absent.json"], "--baseline absent.json: No such file"),
    ],
)
def test_a_command_that_cannot_run_says_what_to_do(detour, words, message):
    status, out, err = detour(*words)

    assert (status, out) == (2, "")
    assert message in err


def test_explain_says_which_rules_are_off_and_how_to_switch_one_on(detour):
    _, page, _ = detour("explain", "need-not-understood")
    _, lines, _ = detour("explain")

    assert 'It is off by default; this switches it on: `select = ["ALL", "need-not-understood"]`' in page
    [line] = [line for line in lines.splitlines() if "DT302" in line]
    assert line.endswith("(off by default)")


def test_why_shows_statements_sources_verdict_and_resolution(detour, acme):
    status, out, _ = detour("why", "shop-5", "--from", acme, "--config", acme / "detour.toml")

    assert status == 0
    assert "SHOP-5 waits on acme/platform#11  [description of SHOP-5]" in out
    assert "needed by: 18 Dec 2026 (from its due date)" in out
    assert "fallback SHOP-6 (Shop, open) leans on the blocker's team (DT102)" in out
    assert "verdict: error" in out


def test_why_of_an_issue_that_nobody_knows_names_near_ones(detour, acme):
    status, _, err = detour("why", "SHOP-55", "--from", acme)

    assert status == 2
    assert "near: SHOP-5" in err


def test_a_waiver_of_the_policy_file_is_evidence(detour, acme):
    _, out, _ = detour("why", "MOB-4", "--from", acme, "--config", acme / "detour.toml")

    assert "waived until 2026-12-31 because the app is useful without passes (jira:mobile-lead)" in out
    assert "time alone may change a verdict on 03 Dec 2026" in out


def test_a_waiver_needs_no_configured_site(detour, acme, tmp_path):
    config = tmp_path / "detour.toml"
    config.write_text(
        '[[policy.waivers]]\nissue = "SHOP-2"\nuntil = 2099-01-01\nbecause = "it can wait"\nby = "jira:mia"\n'
    )

    _, out, _ = detour("audit", "--from", acme, "--config", config, "--format", "json")

    assert ("DT101", "SHOP-2") not in {(one["code"], one["issue"]["ref"]) for one in json.loads(out)["findings"]}


@pytest.mark.parametrize("word", ["DT102", "fallback-leans-on-blocker"])
def test_explain_answers_to_code_and_name(detour, word):
    status, out, _ = detour("explain", word)

    assert status == 0
    assert out.startswith("# fallback-leans-on-blocker (DT102)\n")
    assert "## How to resolve" in out


def test_explain_all_holds_every_rule(detour):
    _, out, _ = detour("explain", "--all")

    assert out.count("## Why is this bad") == len(catalogue())


def test_titles_cannot_move_the_cursor_or_hide_text(detour, tmp_path):
    path = tmp_path / "issues.json"
    title = "evil \x1b[2J\x1b]0;owned\x07 \u202e reversed\nnew line"
    issue = {"number": 1, "title": title, "html_url": "https://github.com/a/b/issues/1", "body": "Blocked by c/d#2"}
    path.write_text(json.dumps([issue]))

    _, table, _ = detour("audit", "--from", path)
    _, evidence, _ = detour("why", "a/b#1", "--from", path)

    assert not set(table + evidence) & set("\x1b\x07\u202e")


def test_the_installed_command_runs_and_help_is_quick_to_read():
    environment = os.environ | {"COLUMNS": "100"}
    command = Path(sys.executable).with_name("detour")

    shown = subprocess.run([command, "--help"], capture_output=True, text=True, check=True, env=environment)

    assert "find the waits that have no real plan B" in shown.stdout


def test_a_reader_that_stops_reading_is_no_error():
    script = f"{Path(sys.executable).with_name('detour')} explain --all | head -1"

    shown = subprocess.run(["bash", "-o", "pipefail", "-c", script], capture_output=True, text=True, check=False)

    assert (shown.stdout, shown.stderr) == ("# missing-fallback (DT101)\n", "")


def test_a_command_says_its_version_and_what_it_is_for(capsys):
    for words, shown in ((["--version"], "detour 0."), (["audit", "--help"], "no real plan B.")):
        with pytest.raises(SystemExit, match="0"):
            main(words)
        assert shown in capsys.readouterr().out


def test_why_names_the_ancestor_whose_fallback_covers_a_link(detour, tmp_path):
    def issue(number, body, **more):
        return {
            "number": number,
            "title": "t",
            "html_url": f"https://github.com/a/b/issues/{number}",
            "body": body,
        } | more

    path = tmp_path / "issues.json"
    parent = {"parent_issue_url": "https://api.github.com/repos/a/b/issues/2"}
    issues = [issue(1, "Blocked by c/d#1", **parent), issue(2, "Fallback for c/d#1: #3"), issue(3, "")]
    path.write_text(json.dumps(issues))

    _, out, _ = detour("why", "a/b#1", "--from", path)

    assert "fallback a/b#3 (a/b, open) stands, declared on a/b#2\n" in out
