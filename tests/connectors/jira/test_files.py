import json
from pathlib import Path

import pytest

from connectors.jira.dialect import JiraDialect
from connectors.jira.files import SavedJira, host_of
from connectors.jira.issues import JiraIssues
from connectors.saved import saved_documents
from rules.addresses import Addresses, Site
from rules.assembly import assemble
from rules.model import State
from rules.policy import Policy
from rules.statements import Wait

SITE = "jira/acme"
READER = SavedJira(JiraIssues(JiraDialect(name=SITE), Addresses([Site(SITE)])))
RECORDED = Path(__file__).parents[3].parent / "shared" / "data" / "jira" / "webhooks"
CLOUD, DATA_CENTER = "https://acme.atlassian.net/rest/api/2/issue/10001", "http://dc.example:8080/jira/rest/api/2/x/1"


def issue(address=CLOUD, **fields):
    return {"id": "10001", "key": "SHOP-1", "self": address, "fields": {"summary": "Pay", "description": None} | fields}


def read(document):
    return READER.facts(json.dumps(document).encode())


def webhook(event, **body):
    return {"webhookEvent": event, "timestamp": 1_900_000_000_000} | body


KINDS = [
    (issue(), "acme.atlassian.net", ["SHOP-1"]),
    (issue(DATA_CENTER), "dc.example:8080/jira", ["SHOP-1"]),
    (issue(None), "", ["SHOP-1"]),
    (webhook("jira:issue_created", issue=issue()), "acme.atlassian.net", ["SHOP-1"]),
    (webhook("jira:issue_updated", issue=issue(DATA_CENTER)), "dc.example:8080/jira", ["SHOP-1"]),
    (webhook("jira:issue_updated", issue={"key": "SHOP-1", "id": "10001"}), "", []),
    (webhook("comment_created", comment={"self": f"{CLOUD}/comment/1"}), "acme.atlassian.net", []),
    (webhook("project_created", user={"self": CLOUD}), "acme.atlassian.net", []),
]


@pytest.mark.parametrize(("document", "host", "issues"), KINDS)
def test_each_kind_is_recognised_with_its_host_and_read(document, host, issues):
    assert host_of(json.dumps(document).encode()) == host
    assert [facts.issue.ref.text for facts in read(document)] == issues


@pytest.mark.parametrize(
    "raw",
    [
        b'{"number": 1, "title": "x", "html_url": "https://github.com/a/b/issues/1"}',
        b'{"action": "opened", "issue": {"number": 1}, "sender": {}}',
        b'{"key": "PAY-1"}',
        b'{"fields": {}}',
        b'{"issue": {"self": "https://acme.example/rest/1"}}',
        b'{"webhookEvent": ""}',
        b'{"webhookEvent": 7}',
        b'{"key": "PAY-1", "fields": {}, "self": "http://[x"}',
        b'{"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b"[]",
        b"",
        b"\xff",
    ],
)
def test_other_documents_are_not_jira_s(raw):
    assert host_of(raw) is None


@pytest.mark.parametrize("event", ["issuelink_created", "issuelink_deleted"])
def test_a_link_by_numbers_is_refused_and_told_what_to_save(event):
    body = webhook(event, issueLink={"sourceIssueId": 10001, "destinationIssueId": 10002})

    with pytest.raises(ValueError, match=f"{event}: .* by their numbers only.* save the issues themselves"):
        read(body)


def test_a_deleted_issue_is_gone_whatever_earlier_bodies_said():
    blocker = {"type": {"inward": "is blocked by"}, "inwardIssue": {"key": "PAY-1"}}
    made = read(
        webhook("jira:issue_created", issue=issue(issuelinks=[blocker], updated="2026-11-23T09:00:00.000+0000"))
    )
    deleted = read(webhook("jira:issue_deleted", issue=issue(issuelinks=[blocker])))

    for facts in ([*made, *deleted], [*deleted, *made]):
        register = assemble(facts, Policy()).register
        assert register.entries[register.find(made[0].issue.ref)].state is State.GONE
        assert not any(one.statements for _, one in register.told)

    assert [type(one) for one in made[0].statements] == [Wait]


TOLD = {
    "jenkins__cloud_comment_added": ("jira-trigger-plugin.atlassian.net", []),
    "jenkins__issue_updated_status_updated": ("localhost:2990/jira", [("TEST-11", "10010", State.DONE)]),
    "mattermost__webhook-cloud-comment-created": ("some-instance-test.atlassian.net", []),
    "mattermost__webhook-cloud-issue-created-many-fields": ("mmtest.atlassian.net", [("KT-22", "10509", State.OPEN)]),
    "mattermost__webhook-issue-deleted": ("some-instance-test.atlassian.net", [("IDT-19", "10303", State.GONE)]),
    "mattermost__webhook-issue-updated-components": (
        "some-instance-test.atlassian.net",
        [("TES-10", "10360", State.OPEN)],
    ),
    "mattermost__webhook-server-comment-created": ("sales-jira.centralus.cloudapp.azure.com:8080", []),
    "mattermost__webhook-server-issue-updated-closed": (
        "some-instance-test.centralus.cloudapp.azure.com:8080",
        [("TES-4", "10300", State.DONE)],
    ),
}


@pytest.mark.skipif(not RECORDED.exists(), reason="recorded webhooks are beside the project, in ../shared")
@pytest.mark.parametrize("name", TOLD)
def test_recorded_bodies_are_found_in_files_and_tell_their_issue(name):
    [document] = saved_documents(RECORDED / f"{name}.json")

    issues = [facts.issue for facts in READER.facts(document.raw)]

    assert (host_of(document.raw), [(one.ref.text, one.vendor_id, one.state) for one in issues]) == TOLD[name]


@pytest.mark.skipif(not RECORDED.exists(), reason="recorded webhooks are beside the project, in ../shared")
def test_every_recorded_body_has_its_line_in_the_table():
    assert {path.stem for path in RECORDED.glob("*.json")} == set(TOLD)
