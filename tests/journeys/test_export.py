"""An audit of what Jira exports as CSV, beside the same issues as its API prints them."""

import json

EXPORT = """\
Summary;Issue key;Issue id;Status;Resolution;Updated;Due date;Description;Inward issue link (Blocks);\
Inward issue link (Blocks);Outward issue link (Blocks);Status Category
Pay with a saved card;SHOP-2;10102;In Progress;;20/Nov/26 9:00 AM;18/Dec/26 12:00 AM;;PAY-1;PAY-4;;In Progress
"Pay ""later"" or not";SHOP-3;10103;In Progress;;20/Nov/26 9:00 AM;;"Hello,
Fallback for PAY-1: SHOP-9 (hack)";PAY-1;;;In Progress
Our own vault;SHOP-9;10109;To Do;;20/Nov/26 9:00 AM;;;PAY-1;;;To Do
Card vault;PAY-1;10201;To Do;;20/Nov/26 9:00 AM;;;;;SHOP-2;To Do
Fraud check;PAY-4;10204;Closed;Won't Do;20/Nov/26 9:00 AM;;;;;;Done
"""


def saved_issue(number, title, category, *blockers, blocks=(), **fields):
    kind = {"name": "Blocks", "inward": "is blocked by", "outward": "blocks"}
    links = [{"type": kind, "inwardIssue": {"key": key}} for key in blockers]
    links += [{"type": kind, "outwardIssue": {"key": key}} for key in blocks]
    plain = {"summary": title, "status": {"statusCategory": {"key": category}}, "issuelinks": links}
    return {
        "key": f"{'SHOP' if number < 10200 else 'PAY'}-{number % 100}",
        "id": str(number),
        "fields": plain | {"updated": "2026-11-20T09:00:00.000+0000"} | fields,
    }


def test_a_csv_export_gives_the_findings_that_the_same_issues_give_as_json(detour, acme, tmp_path):
    later = "Hello,\nFallback for PAY-1: SHOP-9 (hack)"
    issues = [
        saved_issue(10102, "Pay with a saved card", "indeterminate", "PAY-1", "PAY-4", duedate="2026-12-18"),
        saved_issue(10103, 'Pay "later" or not', "indeterminate", "PAY-1", description=later),
        saved_issue(10109, "Our own vault", "new", "PAY-1"),
        saved_issue(10201, "Card vault", "new", blocks=["SHOP-2"]),
        saved_issue(10204, "Fraud check", "done", resolution={"name": "Won't Do"}),
    ]
    (tmp_path / "issues.json").write_text(json.dumps(issues))
    (tmp_path / "export.csv").write_text(EXPORT)

    one, other = (
        json.loads(detour("audit", "--from", tmp_path / name, "--config", acme / "detour.toml", "--format", "json")[1])
        for name in ("export.csv", "issues.json")
    )

    found = {(finding["code"], finding["issue"]["ref"]) for finding in one["findings"]}
    assert found >= {("DT101", "SHOP-2"), ("DT102", "SHOP-3"), ("DT306", "SHOP-2")}
    assert (one["findings"], one["teams"]) == (other["findings"], other["teams"])
    assert one["audit"]["sites"] == ["jira/acme"]


def test_a_row_that_cannot_be_read_is_listed_with_its_line_and_two_exports_of_a_site_are_joined(detour, tmp_path):
    header = "Issue key,Status Category,Inward issue link (Blocks),Due date\n"
    (tmp_path / "one.csv").write_text(f"{header}A-1,In Progress,B-1,03/04/2027\n,,,1\nA-2,To Do,,,surplus\n")
    (tmp_path / "two.csv").write_text(f"{header}B-1,Done,,\n")

    status, out, _ = detour("audit", "--from", tmp_path)

    assert status == 0
    assert "2 issues read, 1 open; 0 open links to other teams" in out
    assert f"{tmp_path / 'one.csv'}, line 3: '' in column 'Issue key' is no key of an issue" in out
    assert f"{tmp_path / 'one.csv'}, line 4: the row has 5 cells, and the header 4 columns" in out
    assert "A-1: due date '03/04/2027' cannot be read, or in two ways" in out


def test_issues_of_another_tracker_know_the_export_even_if_its_first_row_cannot_be_read(detour, tmp_path):
    waiting = {"number": 1, "title": "t", "html_url": "https://github.com/a/b/issues/1", "body": "Blocked by SHOP-2"}
    (tmp_path / "a.json").write_text(json.dumps([waiting]))
    (tmp_path / "b.csv").write_text("Issue key,Resolution\nSHOP-1,,surplus\nSHOP-2,\n")

    _, out, _ = detour("audit", "--from", tmp_path, "--format", "json")

    [link] = [one["links"][0] for one in json.loads(out)["findings"] if one["code"] == "DT101"]
    assert (link["blocked"]["ref"], link["blocker"]["ref"]) == ("a/b#1", "SHOP-2")
    assert link["blocker"]["site"] == "jira/files"


def test_a_body_of_a_webhook_beside_an_export_adds_what_it_shows(detour, acme, tmp_path):
    blocker = saved_issue(10201, "Card vault", "done", resolution={"name": "Won't Do"}, description=None)
    (tmp_path / "export.csv").write_text(EXPORT)
    later = blocker["fields"] | {"updated": "2026-11-24T09:00:00.000+0000"}
    body = {"webhookEvent": "jira:issue_updated", "issue": blocker | {"fields": later}}
    (tmp_path / "hook.json").write_text(json.dumps(body))

    _, out, _ = detour("audit", "--from", tmp_path, "--config", acme / "detour.toml", "--format", "json")

    dropped = {finding["issue"]["ref"] for finding in json.loads(out)["findings"] if finding["code"] == "DT306"}
    assert "SHOP-9" in dropped
