"""Jira's webhooks: what is taken as Jira's, and what each event says."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.contract import Delivery, Facet, Rejected, Touched
from connectors.jira.dialect import JiraDialect
from connectors.jira.issues import JiraIssues
from connectors.jira.payloads import JiraConnector
from rules.addresses import Addresses, Site
from rules.model import Ref, State
from rules.statements import Duplicate, Fallback, Wait

SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "jira" / "webhooks"
SECRET, BODY = "It's a Secret to Everybody", b"Hello World!"
VECTOR = "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"
SITE = "jira/acme"
ISSUES = JiraIssues(JiraDialect(name=SITE), Addresses((Site(SITE, "acme.atlassian.net", ("PAY", "SHOP")),)))
CONNECTOR = JiraConnector(ISSUES, (SECRET,))


def signed(body, secret=SECRET, method="sha256"):
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}"


def jira(key):
    return Ref(SITE, key)


def hear(event, **body):
    content = json.dumps({"timestamp": 1_700_000_000_000, "webhookEvent": event, **body}).encode()
    return CONNECTOR.normalize(Delivery(SITE, "1", event, content))


def issue(key="SHOP-1", number="10001", **fields):
    plain = {"summary": "Checkout", "description": None, "issuelinks": [], "status": {"statusCategory": {"key": "new"}}}
    return {
        "id": number,
        "key": key,
        "self": f"https://acme.atlassian.net/rest/api/2/{number}",
        "fields": plain | fields,
    }


def link(name="Blocks", inward="is blocked by", outward="blocks", source=10001, destination=10002):
    kind = {"id": 1, "name": name, "inwardName": inward, "outwardName": outward, "isSystemLinkType": False}
    return {"id": 7, "sourceIssueId": source, "destinationIssueId": destination, "issueLinkType": kind}


def test_the_vendors_own_example_is_taken():
    delivery = CONNECTOR.verify({"x-hub-signature": VECTOR}, BODY)

    assert (delivery.site, delivery.vendor_id, delivery.event) == (SITE, "", "")
    assert delivery.digest == hashlib.sha256(BODY).hexdigest()


@pytest.mark.parametrize("secrets", [("new", SECRET), (SECRET, "old"), ("", SECRET)])
def test_any_of_several_secrets_signs(secrets):
    JiraConnector(ISSUES, secrets).verify({"x-hub-signature": VECTOR}, BODY)


@pytest.mark.parametrize("method", ["sha384", "sha512"])
def test_stronger_methods_are_taken_as_the_header_names_them(method):
    CONNECTOR.verify({"x-hub-signature": signed(BODY, method=method)}, BODY)


REJECTED = {
    "no header": ({}, "no X-Hub-Signature header"),
    "GitHub's header": ({"x-hub-signature-256": VECTOR}, "no X-Hub-Signature header"),
    "another secret": ({"x-hub-signature": signed(BODY, "other")}, "none of the site's"),
    "another body": ({"x-hub-signature": signed(b"Hello World?")}, "none of the site's"),
    "SHA-1": ({"x-hub-signature": signed(BODY, method="sha1")}, "signed with sha1"),
    "half a signature": ({"x-hub-signature": VECTOR[:40]}, "not one signature"),
    "another length": ({"x-hub-signature": VECTOR.replace("sha256", "sha512")}, "not one signature"),
    "no method": ({"x-hub-signature": VECTOR[7:]}, "not one signature"),
    "two": ({"x-hub-signature": f"{VECTOR},{VECTOR}"}, "not one signature"),
    "a newline behind": ({"x-hub-signature": f"{VECTOR}\n"}, "not one signature"),
    "a bent identifier": ({"x-hub-signature": VECTOR, "x-atlassian-webhook-identifier": "a b"}, "malformed"),
}


@pytest.mark.parametrize(("headers", "reason"), REJECTED.values(), ids=REJECTED)
def test_anything_else_is_rejected_with_the_reason(headers, reason):
    with pytest.raises(Rejected, match=reason):
        CONNECTOR.verify(headers, BODY)


@pytest.mark.parametrize("secrets", [(), ("",), (" ",)])
def test_without_a_secret_nothing_is_taken(secrets):
    with pytest.raises(Rejected, match="no webhook secret is configured"):
        JiraConnector(ISSUES, secrets).verify({"x-hub-signature": signed(BODY, "")}, BODY)


def test_a_delivery_has_clouds_identifier_and_the_event_of_its_body():
    body = b'{"webhookEvent": "issuelink_created"}'
    headers = {"x-hub-signature": signed(body), "x-atlassian-webhook-identifier": "abc-1"}

    delivery = CONNECTOR.verify(headers, body)

    assert (delivery.vendor_id, delivery.event) == ("abc-1", "issuelink_created")
    assert SECRET not in repr(CONNECTOR)


OLD_SERVER = JiraConnector(ISSUES, (), "unguessable")


def test_an_old_server_proves_itself_by_the_token_in_its_address():
    delivery = OLD_SERVER.verify({}, b'{"webhookEvent": "jira:issue_updated"}', "unguessable")

    assert (delivery.vendor_id, delivery.event) == ("", "jira:issue_updated")
    assert "unguessable" not in repr(OLD_SERVER)


@pytest.mark.parametrize(
    ("connector", "token", "reason"),
    [
        (OLD_SERVER, "guessed", "not this site's path_token"),
        (OLD_SERVER, "unguessabl", "not this site's path_token"),
        (OLD_SERVER, "\u00fcn", "not this site's path_token"),
        (OLD_SERVER, "", "no X-Hub-Signature header"),
        (CONNECTOR, "anything", "no path_token is configured"),
        (JiraConnector(ISSUES, (), " "), " ", "no path_token is configured"),
    ],
)
def test_another_token_is_rejected_and_not_repeated(connector, token, reason):
    with pytest.raises(Rejected, match=reason) as rejected:
        connector.verify({}, BODY, token)

    assert "guess" not in rejected.value.reason


def test_what_an_old_server_says_only_names_what_to_read():
    items = [{"field": "Key", "fromString": "PAY-9", "toString": "SHOP-1"}]
    body = {"webhookEvent": "jira:issue_updated", "issue": issue(), "changelog": {"items": items}}

    heard = OLD_SERVER.normalize(Delivery(SITE, "", "", json.dumps(body).encode()))

    assert [one.ref for one in heard.touched] == [jira("SHOP-1")]
    assert (heard.facts, heard.moved, heard.deleted, heard.added) == ((), (), (), ())


@pytest.mark.parametrize("event", ["jira:issue_created", "jira:issue_updated"])
def test_a_whole_issue_speaks_for_its_fields_and_links(event):
    heard = hear(event, issue=issue(description="Blocked by: PAY-2"))

    [facts] = heard.facts
    assert heard.touched == (Touched(jira("SHOP-1"), "10001", facets=frozenset(CORE)),)
    assert heard.complete == {Facet.CORE, Facet.LINKS}
    assert (facts.issue.title, facts.issue.state) == ("Checkout", State.OPEN)
    assert [one.blocker for one in facts.statements] == [jira("PAY-2")]
    assert heard.at == datetime.fromtimestamp(1_700_000_000, UTC)


def test_a_few_fields_are_no_issue():
    heard = hear("jira:issue_updated", issue={"id": "1", "key": "SHOP-1", "fields": {"summary": "Checkout"}})

    assert [one.ref for one in heard.touched] == [jira("SHOP-1")]
    assert heard.facts == ()


def test_an_issue_without_its_links_does_not_speak_for_them():
    document = issue()
    del document["fields"]["issuelinks"]

    assert hear("jira:issue_updated", issue=document).complete == {Facet.CORE}


def test_an_issue_that_moved_has_two_addresses_and_everything_may_be_new():
    items = [
        {"field": "project", "fromString": "Pay", "toString": "Shop"},
        {"field": "Key", "fromString": "PAY-9", "toString": "SHOP-1"},
    ]
    heard = hear("jira:issue_updated", issue=issue(), changelog={"items": items})

    assert heard.moved == ((jira("PAY-9"), jira("SHOP-1")),)
    assert heard.touched[0].facets == set(Facet)


@pytest.mark.parametrize(
    "item", [{"field": "Key"}, {"field": "Key", "fromString": "nowhere", "toString": "SHOP-1"}, None]
)
def test_a_move_that_is_not_one_is_none(item):
    assert hear("jira:issue_updated", issue=issue(), changelog={"items": [item]}).moved == ()


def test_an_edit_with_a_comment_beside_it_tells_of_the_comment_too():
    heard = hear("jira:issue_updated", issue=issue(), comment={"id": "1"})

    assert heard.touched[0].facets == {Facet.CORE, Facet.LINKS, Facet.COMMENTS}


def test_a_deleted_issue_is_told():
    heard = hear("jira:issue_deleted", issue=issue())

    assert heard.deleted == (jira("SHOP-1"),)
    assert heard.facts == ()


COMMENTS = ["comment_created", "comment_updated", "comment_deleted"]


@pytest.mark.parametrize("event", COMMENTS)
def test_a_comment_names_its_issue_and_nothing_of_it_is_believed(event):
    heard = hear(event, issue=issue(), comment={"body": "Blocked by: PAY-2"})

    assert heard.touched == (Touched(jira("SHOP-1"), "10001", facets=frozenset({Facet.COMMENTS})),)
    assert heard.facts == ()


@pytest.mark.parametrize("event", COMMENTS)
def test_a_comment_of_an_old_server_names_its_issue_by_number_in_its_own_address(event):
    heard = hear(event, comment={"self": "https://jira.acme.example/jira/rest/api/2/issue/10013/comment/10082"})

    assert heard.touched == (Touched(jira("10013"), "10013", facets=frozenset({Facet.COMMENTS})),)


LINKS = {
    "Blocks: the destination reads is blocked by": (link(), Wait, "10002", "10001"),
    "Depends: the source reads depends on": (
        link("Depends", "is dependent of", "depends on"),
        Wait,
        "10001",
        "10002",
    ),
    "Fallback": (link("Fallback", "has fallback", "is fallback for"), Fallback, "10002", "10001"),
    "Duplicate": (link("Duplicate", "is duplicated by", "duplicates"), Duplicate, "10001", "10002"),
}


@pytest.mark.parametrize(("document", "kind", "first", "second"), LINKS.values(), ids=LINKS)
@pytest.mark.parametrize(("event", "where"), [("issuelink_created", "added"), ("issuelink_deleted", "removed")])
def test_a_link_says_which_end_waits(document, kind, first, second, event, where):
    heard = hear(event, issueLink=document)

    [statement] = getattr(heard, where)
    ends = [getattr(statement, name) for name in statement.__dataclass_fields__ if name != "said"][:2]
    assert type(statement) is kind
    assert ends == [jira(first), jira(second)]
    assert {one.ref.text: one.facets for one in heard.touched} == {
        "10001": {Facet.LINKS},
        "10002": {Facet.LINKS},
    }
    assert heard.added + heard.removed == (statement,)


def test_a_link_that_means_nothing_only_names_its_issues():
    heard = hear("issuelink_created", issueLink=link("Relates", "relates to", "relates to"))

    assert (len(heard.touched), heard.added, heard.removed) == (2, (), ())


@pytest.mark.parametrize(
    "event", ["project_updated", "sprint_closed", "jira:version_released", "board_created", "something_new"]
)
def test_other_events_are_ignored_with_a_reason(event):
    heard = hear(event)

    assert heard.ignored.startswith(f"{event}: ")
    assert heard.touched == ()


MALFORMED = {
    "no event": {"timestamp": 1},
    "no issue": {"webhookEvent": "jira:issue_created"},
    "an issue that is null": {"webhookEvent": "jira:issue_created", "issue": None},
    "an issue without a key": {"webhookEvent": "jira:issue_created", "issue": {"id": "1"}},
    "a key that is none": {"webhookEvent": "jira:issue_created", "issue": issue(key="../../x")},
    "a key that no issue has": {"webhookEvent": "jira:issue_created", "issue": {"id": "1", "key": f"{'A' * 300}-1"}},
    "a comment on no key": {"webhookEvent": "comment_created", "issue": {"id": "1", "key": "A-1) OR (x"}},
    "a comment on no number": {"webhookEvent": "comment_created", "issue": {"id": "1/../2"}},
    "a link without ends": {"webhookEvent": "issuelink_created", "issueLink": {"id": 1}},
    "a link to nothing": {"webhookEvent": "issuelink_created", "issueLink": link(source=-1)},
    "a link to more than there are": {"webhookEvent": "issuelink_created", "issueLink": link(source=10**18)},
    "no link": {"webhookEvent": "issuelink_deleted"},
    "a comment of nowhere": {"webhookEvent": "comment_created", "comment": {"self": "https://x.example/1"}},
    "a list": [],
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_a_body_of_another_shape_is_a_value_error(body):
    with pytest.raises(ValueError, match=r"."):
        CONNECTOR.normalize(Delivery(SITE, "1", "", json.dumps(body).encode()))


@pytest.mark.parametrize("body", [b"", b"\xff", b"[" * 100_000, b'{"issue":' * 50_000, b'{"timestamp": 1e400}'])
def test_a_hostile_body_is_a_value_error_too(body):
    with pytest.raises(ValueError, match=r"."):
        CONNECTOR.normalize(Delivery(SITE, "1", "", body))
    CONNECTOR.verify({"x-hub-signature": signed(body)}, body)


@pytest.mark.parametrize("timestamp", [10**18, -(10**18), None])
def test_a_time_that_is_none_is_left_out(timestamp):
    assert hear("jira:issue_updated", issue=issue(), timestamp=timestamp).at is None


CORE = {Facet.CORE, Facet.LINKS}
RECORDED = {
    "jenkins__cloud_comment_added": ("TEST-24", {Facet.COMMENTS}, None),
    "jenkins__issue_updated_status_updated": ("TEST-11", CORE, State.DONE),
    "mattermost__webhook-cloud-comment-created": ("TES-41", {Facet.COMMENTS}, None),
    "mattermost__webhook-cloud-issue-created-many-fields": ("KT-22", CORE, State.OPEN),
    "mattermost__webhook-issue-deleted": ("IDT-19", CORE, None),
    "mattermost__webhook-issue-updated-components": ("TES-10", CORE, State.OPEN),
    "mattermost__webhook-server-comment-created": ("10013", {Facet.COMMENTS}, None),
    "mattermost__webhook-server-issue-updated-closed": ("TES-4", CORE, State.DONE),
}


@pytest.mark.skipif(not SHARED.exists(), reason="recorded webhooks are beside the project, in ../shared")
@pytest.mark.parametrize(("name", "says"), RECORDED.items(), ids=RECORDED)
def test_each_recorded_body_says(name, says):
    key, facets, state = says
    body = (SHARED / f"{name}.json").read_bytes()

    heard = CONNECTOR.normalize(Delivery(SITE, "1", "", body))

    assert {one.ref.text: one.facets for one in heard.touched} == {key: facets}
    assert [one.issue.state for one in heard.facts] == ([] if state is None else [state])
    assert [one.text for one in heard.deleted] == (["IDT-19"] if "deleted" in name else [])
    assert heard.at.year in range(2015, 2021)
    assert heard.ignored == ""


@pytest.mark.skipif(not SHARED.exists(), reason="recorded webhooks are beside the project, in ../shared")
def test_no_recorded_body_is_forgotten():
    assert {path.stem for path in SHARED.glob("*.json")} == set(RECORDED)


MIA, BEN = {"accountId": "mia", "displayName": "Mia"}, {"name": "ben"}
LABELLED, COMMENTED = ({"items": [{"field": field}]} for field in ("labels", "Comment"))
REMARK = {"self": "https://acme.atlassian.net/rest/api/2/issue/10001/comment/7", "author": MIA, "updateAuthor": BEN}
WHO = [
    ("jira:issue_created", {"issue": issue(), "user": MIA}, "jira:mia"),
    ("jira:issue_updated", {"issue": issue(), "user": BEN, "changelog": LABELLED}, "jira:ben"),
    ("jira:issue_updated", {"issue": issue(), "user": BEN, "comment": REMARK}, "jira:ben"),
    ("jira:issue_updated", {"issue": issue(), "user": BEN}, ""),  # it may be about a comment
    ("jira:issue_updated", {"issue": issue(), "user": BEN, "changelog": COMMENTED}, ""),
    ("comment_created", {"comment": REMARK | {"updateAuthor": None}}, "jira:mia"),
    ("comment_updated", {"comment": REMARK}, "jira:ben"),
    ("comment_deleted", {"comment": REMARK}, ""),
    ("issuelink_created", {"issueLink": link()}, ""),
]


@pytest.mark.parametrize(("event", "body", "by"), WHO)
def test_who_did_it_is_told_where_it_is_known(event, body, by):
    assert hear(event, **body).by == by


OWN = REMARK | {"id": "7", "updateAuthor": MIA}
WHICH = [
    ("comment_created", {"comment": OWN}, "7"),
    ("comment_created", {"comment": OWN | {"id": 7, "updateAuthor": None}}, "7"),
    ("comment_updated", {"comment": OWN}, "7"),
    ("comment_updated", {"comment": OWN | {"updateAuthor": BEN}}, ""),  # the words of another are read
    ("comment_created", {"comment": OWN | {"author": None}}, ""),
    ("comment_deleted", {"comment": OWN}, ""),
    ("jira:issue_updated", {"issue": issue(), "comment": OWN}, ""),  # more may have changed
]


@pytest.mark.parametrize(("event", "body", "comment"), WHICH)
def test_which_comment_of_its_author_it_tells_of_alone(event, body, comment):
    assert hear(event, **body).comment == comment


def test_who_did_it_is_not_believed_where_nothing_is_signed():
    body = {"webhookEvent": "jira:issue_created", "timestamp": 1, "issue": issue(), "user": MIA}

    assert OLD_SERVER.normalize(Delivery(SITE, "", "jira:issue_created", json.dumps(body).encode())).by == ""


def test_an_issues_times_and_priority_are_in_its_webhooks():
    times = {"created": "2026-11-02T09:00:00.000+0000", "resolutiondate": "2026-11-05T09:00:00.000+0000"}
    done = {"status": {"statusCategory": {"key": "done"}}, "resolution": {"name": "Done"}, "priority": {"name": "High"}}

    [facts] = hear("jira:issue_updated", issue=issue(**times, **done)).facts

    found = facts.issue
    assert (found.created.day, found.closed.day, found.priority) == (2, 5, "High")
