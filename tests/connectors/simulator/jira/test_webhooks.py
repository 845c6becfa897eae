"""What Detour hears of what people do on the made-up Jira, through its own verification and normalisation."""

import json
from datetime import UTC, date, datetime

import pytest

from connectors.contract import Facet, Rejected
from connectors.simulator.jira import simulated_jira
from connectors.simulator.jira.hooks import signature
from rules.model import State
from tests.connectors.simulator.asking import receiver
from tests.connectors.simulator.jira.asking import SECRET, connector, ref
from tests.connectors.simulator.jira.hearing import events, heard, refs

PATH_TOKEN = "unguessable"
DUE = datetime(2027, 1, 15, tzinfo=UTC)


@pytest.fixture
def cloud():
    with simulated_jira() as desk:
        yield desk


def test_a_new_issue_is_told_with_its_text_and_labels(desk, mia, arrived):
    issue = mia.opens("WEB", "Checkout", "Blocked by: PAY-1", labels=["urgent"])

    [(event, _, opened)] = heard(desk, arrived)

    [facts] = opened.facts
    assert event == "jira:issue_created"
    assert (facts.issue.ref, facts.issue.vendor_id, facts.issue.labels) == (ref(issue), str(issue.id), ("urgent",))
    assert [one.blocker.text for one in facts.statements] == ["PAY-1"]
    assert opened.complete == {Facet.CORE, Facet.LINKS}


CHANGES = {
    "summary": lambda mia, issue: mia.edits(issue, title="New title"),
    "description": lambda mia, issue: mia.edits(issue, body="New words"),
    "labels": lambda mia, issue: mia.labels(issue, "bug"),
    "assignee": lambda mia, issue: mia.assigns(issue, mia),
    "Fix Version": lambda mia, issue: mia.sets_milestone(issue, "Launch", DUE),
    "duedate": lambda mia, issue: mia.sets_due(issue, date(2027, 1, 15)),
    "sprint": lambda mia, issue: mia.sets_sprint(issue, "Sprint 7", DUE),
    "status": lambda mia, issue: mia.starts(issue),
}


@pytest.mark.parametrize("field", CHANGES)
def test_each_change_of_an_issue_is_told_once_with_what_changed(desk, mia, arrived, field):
    issue = mia.opens("WEB", "Checkout", labels=["old"])
    heard(desk, arrived)
    CHANGES[field](mia, issue)

    [(event, body, said)] = heard(desk, arrived)

    [item] = body["changelog"]["items"]
    assert (event, item["field"], refs(said)) == ("jira:issue_updated", field, [issue.ref])
    assert item["fromString"] != item["toString"]
    assert ("fieldId" in item) == (desk.flavor == "cloud")


def test_what_changes_nothing_is_not_told(desk, mia, arrived):
    issue = mia.opens("WEB", "Checkout", "text", labels=["old"])
    heard(desk, arrived)
    mia.edits(issue, title="Checkout", body="text")
    mia.labels(issue, "old")
    mia.reopens(issue)

    assert heard(desk, arrived) == []


@pytest.mark.parametrize(
    ("reason", "state"), [("completed", State.DONE), ("not_planned", State.DROPPED), ("duplicate", State.DROPPED)]
)
def test_an_issue_ends_as_its_resolution_says(desk, mia, arrived, reason, state):
    issue = mia.opens("WEB", "Checkout")
    mia.closes(issue, reason)

    (_, body, closed) = heard(desk, arrived)[-1]

    assert closed.facts[0].issue.state is state
    assert {item["field"] for item in body["changelog"]["items"]} == {"status", "resolution"}
    assert all(item["to"] for item in body["changelog"]["items"])


def test_the_life_of_a_comment_is_told(desk, mia, arrived):
    issue = mia.opens("WEB", "Checkout")
    heard(desk, arrived)
    comment = mia.comments(issue, "hello")
    mia.edits_comment(comment, "hello again")
    mia.deletes_comment(comment)

    told = heard(desk, arrived)

    own = [(event, said) for event, _, said in told if event.startswith("comment_")]
    assert [event for event, _ in own] == ["comment_created", "comment_updated", "comment_deleted"]
    assert all(said.touched[0].facets == {Facet.COMMENTS} for _, said in own)
    assert {ref for _, said in own for ref in refs(said)} == {issue.ref if desk.flavor == "cloud" else str(issue.id)}


def test_data_center_tells_of_a_comment_once_more_with_its_issue():
    with simulated_jira(flavor="datacenter") as desk, receiver() as (url, arrived):
        mia = desk.person("mia", writes=("WEB",))
        issue = mia.opens("WEB", "Checkout")
        desk.webhook_to(url, SECRET)
        mia.comments(issue, "hello")

        [(_, alone, _), (event, body, said)] = heard(desk, arrived)

    assert "issue" not in alone
    assert (event, body["issue_event_type_name"]) == ("jira:issue_updated", "issue_commented")
    assert (body["comment"]["body"], refs(said)) == ("hello", [issue.ref])
    assert Facet.COMMENTS in said.touched[0].facets


def test_a_move_is_told_with_both_keys_and_the_same_number(desk, mia, arrived):
    issue = mia.opens("WEB", "Checkout")
    heard(desk, arrived)
    old = ref(issue)
    mia.transfers(issue, "PAY")

    [(_, body, said)] = heard(desk, arrived)

    assert body["issue_event_type_name"] == "issue_moved"
    assert said.moved == ((old, ref("PAY-1")),)
    assert said.touched[0].vendor_id == str(issue.id)


def test_the_end_of_an_issue_is_told_with_that_of_all_its_links(desk, mia, arrived):
    issue, blocker = mia.opens("WEB", "Checkout"), mia.opens("PAY", "Ledger")
    mia.blocks(issue, by=blocker)
    mia.comments(issue, "hello")
    heard(desk, arrived)
    mia.deletes(issue)

    told = heard(desk, arrived)

    deleted = [said.deleted for event, _, said in told if event == "jira:issue_deleted"]
    assert sorted(events(told)) == sorted(ENDS[desk.flavor])
    assert deleted == [(ref("WEB-1"),)]
    assert [wait.blocker for _, _, said in told for wait in said.removed] == [ref(str(blocker.id))]


ENDS = {
    "cloud": ["jira:issue_deleted", "issuelink_deleted", "comment_deleted"],
    "datacenter": ["jira:issue_deleted", "issuelink_deleted"],
}


def test_what_follows_an_end_is_in_clouds_second_lane(cloud):
    mia = cloud.person("mia", writes=("WEB",))
    issue = mia.opens("WEB", "Checkout")
    mia.comments(issue, "hello")
    with receiver() as (url, arrived):
        cloud.webhook_to(url, SECRET)
        mia.deletes(issue)
        cloud.settled()

    lanes = [(json.loads(body)["webhookEvent"], headers["x-atlassian-webhook-flow"]) for headers, body, _ in arrived]
    assert lanes == [("jira:issue_deleted", "Primary"), ("comment_deleted", "Secondary")]


def test_only_cloud_has_headers_of_its_own(desk, mia, arrived):
    mia.opens("WEB", "One")
    desk.settled()

    [(headers, body, _)] = arrived
    own = {name for name in headers if name.startswith("x-atlassian")}
    delivery = connector(desk).verify(headers, body)
    names = {"x-atlassian-webhook-identifier", "x-atlassian-webhook-flow"}
    assert own == (names if desk.flavor == "cloud" else set())
    assert delivery.vendor_id == (desk.deliveries[0].id if desk.flavor == "cloud" else "")


def test_bodies_are_signed_as_atlassian_says():
    # The test vector of https://developer.atlassian.com/cloud/jira/platform/webhooks/ (secure admin webhooks).
    told = "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"

    assert signature(b"Hello World!", SECRET) == told


def test_who_has_no_secret_signs_nothing(desk, mia):
    with receiver() as (url, arrived):
        desk.webhook_to(f"{url}/{PATH_TOKEN}", "")
        mia.opens("WEB", "One")
        desk.settled()

    [(headers, body, _)] = arrived
    with pytest.raises(Rejected, match="X-Hub-Signature"):
        connector(desk).verify(headers, body)
    delivery = connector(desk, path_token=PATH_TOKEN).verify(headers, body, PATH_TOKEN)
    assert refs(connector(desk, path_token=PATH_TOKEN).normalize(delivery)) == ["WEB-1"]


def test_a_hook_of_a_project_hears_of_its_issues_and_of_all_links(desk, mia):
    with receiver() as (url, arrived):
        desk.webhook_to(url, SECRET, projects=["WEB"])
        mia.opens("WEB", "One")
        mia.comments(mia.opens("PAY", "Two"), "hello")
        mia.links(desk.issue("PAY-1"), mia.opens("PAY", "Three"), "Relates")

        told = heard(desk, arrived)

    assert events(told) == ["jira:issue_created", "issuelink_created"]
