"""Detour's own client against the made-up Jira, Cloud and Data Center: every method."""

from datetime import UTC, date, datetime

import pytest

from connectors.contract import Facet, Unavailable
from connectors.jira.credentials import JiraCredentials
from connectors.simulator.jira import simulated_jira
from rules.model import State
from rules.statements import Child, Duplicate, Fallback, Source, Wait
from tests.connectors.simulator.jira.asking import account_of, ask, ref, rest, touched

BOTH = frozenset({Facet.CORE, Facet.LINKS})


@pytest.fixture
def server():
    """A Data Center."""
    with simulated_jira(flavor="datacenter") as desk:
        yield desk


@pytest.fixture
def issue(mia):
    return mia.opens("WEB", "Checkout")


def said(look, kind):
    return [one for one in look.facts.statements if isinstance(one, kind)]


def test_an_issue_is_read_with_all_its_links_by_key_and_by_number(desk, mia, issue):
    blocker, needed, plan_b, part = (mia.opens("PAY", title) for title in ("Ledger", "Sandbox", "Plan B", "Part"))
    mia.blocks(issue, by=blocker)
    mia.links(issue, needed, "Depends")
    mia.links(plan_b, issue, "Fallback")
    mia.adds_part(issue, part)
    mia.assigns(issue, mia)
    mia.sets_due(issue, date(2027, 1, 8))

    by_key, by_number, other = ask(desk, "read", [touched(issue), touched(issue, by_id=True), touched(blocker)])

    assert {(one.blocked.text, one.blocker.text) for one in said(by_key, Wait)} == {
        ("WEB-1", "PAY-1"),
        ("WEB-1", "PAY-2"),
    }
    assert [(one.issue.text, one.ticket.text) for one in said(by_key, Fallback)] == [("WEB-1", "PAY-3")]
    assert (by_key.facts.issue.vendor_id, by_key.complete) == (str(issue.id), BOTH)
    assert (by_key.facts.issue.needed_by.isoformat(), by_key.facts.issue.assignees) == (
        "2027-01-08",
        (account_of(desk, "mia"),),
    )
    assert by_number.facts == by_key.facts
    assert [(one.blocked.text, one.blocker.text) for one in said(other, Wait)] == [("WEB-1", "PAY-1")]


def test_a_part_is_read_with_its_parent(desk, mia):
    epic, story = mia.opens("WEB", "Epic", kind="Epic"), mia.opens("WEB", "Story")
    whole, part = mia.opens("WEB", "Whole"), mia.opens("WEB", "Part", kind="Sub-task")
    mia.adds_part(epic, story)
    mia.adds_part(whole, part)

    looks = ask(desk, "read", [touched(one) for one in (story, whole, part)])

    children = [[(one.parent.text, one.child.text) for one in said(look, Child)] for look in looks]
    assert children[1:] == [[("WEB-3", "WEB-4")], [("WEB-3", "WEB-4")]]
    assert children[0] == [("WEB-1", "WEB-2")]


ENDS = [
    (lambda mia, issue, _: mia.closes(issue), State.DONE),
    (lambda mia, issue, _: mia.closes(issue, "not_planned"), State.DROPPED),
    (lambda mia, issue, other: mia.closes(issue, "duplicate", of=other), State.DROPPED),
    (lambda mia, issue, _: mia.starts(issue), State.OPEN),
    (lambda mia, issue, _: (mia.closes(issue), mia.reopens(issue)), State.OPEN),
]


@pytest.mark.parametrize(("change", "state"), ENDS)
def test_an_issue_ends_as_its_resolution_says(desk, mia, issue, change, state):
    change(mia, issue, mia.opens("WEB", "Other"))

    [look] = ask(desk, "read", [touched(issue)])

    assert look.facts.issue.state is state


def test_when_it_was_made_and_resolved_and_how_urgent_it_is_are_read(desk, mia, issue):
    desk.world.passes(days=3)
    mia.sets_priority(issue, "Highest")
    mia.closes(issue)
    desk.world.passes(days=3)
    mia.comments(issue, "Thanks!")

    [look] = ask(desk, "read", [touched(issue)])

    found = look.facts.issue
    assert (found.moved - found.closed).days == (found.closed - found.created).days == 3
    assert found.priority == "Highest"


def test_an_issue_that_was_opened_again_was_not_resolved(desk, mia, issue):
    mia.closes(issue)
    mia.reopens(issue)

    [look] = ask(desk, "read", [touched(issue)])

    assert look.facts.issue.closed is None


def test_a_duplicate_says_of_what(desk, mia, issue):
    mia.closes(issue, "duplicate", of=mia.opens("WEB", "Other"))

    [look] = ask(desk, "read", [touched(issue)])

    assert [(one.copy.text, one.original.text) for one in said(look, Duplicate)] == [("WEB-1", "WEB-2")]


def test_a_key_that_an_issue_had_leads_to_it(desk, mia, issue):
    mia.transfers(issue, "PAY")

    by_old_key, by_number, by_key = ask(desk, "read", [touched("WEB-1"), touched(issue, by_id=True), touched("PAY-1")])

    assert by_old_key.ref == ref("WEB-1")
    assert {look.facts.issue.ref.text for look in (by_old_key, by_number, by_key)} == {"PAY-1"}


def test_what_is_missing_hidden_or_deleted_is_silently_absent_and_the_others_are_read(desk, mia, issue):
    desk.project("SECRET", private=True).roles["detour-bot"] = "none"
    hidden, deleted = desk.person("eve", writes=("SECRET",)).opens("SECRET", "Hidden"), mia.opens("WEB", "Deleted")
    mia.deletes(deleted)
    absent = [touched(hidden, by_id=True), touched(deleted, by_id=True), touched("WEB-999"), touched("NONE-1")]

    there, *gone = ask(desk, "read", [touched(issue), *absent])

    assert there.facts is not None
    assert all(look.facts is None and "no such issue" in look.reason for look in gone)
    first, *one_by_one = desk.requests
    assert (first.method, first.status) == ("POST", 200)
    assert {(one.method, one.status) for one in one_by_one} == {("GET", 404)}


def test_a_data_center_gives_as_many_at_once_as_it_likes(server):
    mia = server.person("mia", writes=("WEB",))
    issues = [mia.opens("WEB", f"Issue {number}") for number in range(5)]
    server.api.limits.page = 2

    looks = ask(server, "read", [touched(one, by_id=True) for one in issues])

    assert [look.facts.issue.ref.text for look in looks] == [one.ref for one in issues]
    assert [one.path for one in server.requests] == ["/rest/api/2/search"] * 3


def test_a_data_center_takes_unknown_keys_only_where_it_shall_not_check(server):
    server.person("mia", writes=("WEB",)).opens("WEB", "Checkout")
    question = {"jql": "issue in (WEB-1, WEB-999)", "fields": ["summary"]}

    checked = rest(server, "POST", "/search", json=question)
    unchecked = rest(server, "POST", "/search", json=question | {"validateQuery": False})

    assert (checked.status_code, unchecked.status_code) == (400, 200)
    assert "WEB-999" in checked.json()["errorMessages"][0]
    assert [one["key"] for one in unchecked.json()["issues"]] == ["WEB-1"]


def test_remote_links_are_read_where_they_are_asked_for(desk, mia, issue):
    url = f"{desk.address}/browse/PAY-1"
    mia.opens("PAY", "Ledger")
    mia.adds_remote_link(issue, url, "is blocked by")
    mia.adds_remote_link(issue, "https://elsewhere.example/1", "is blocked by")

    [plain] = ask(desk, "read", [touched(issue)])
    [linked] = ask(desk, "read", [touched(issue, Facet.REMOTE)])
    mia.removes_remote_link(issue, url)
    [unlinked] = ask(desk, "read", [touched(issue, Facet.REMOTE)])

    assert [(one.blocker.text, one.said.source) for one in said(linked, Wait)] == [("PAY-1", Source.REMOTE_LINK)]
    assert (said(plain, Wait), said(unlinked, Wait)) == ([], [])
    assert (Facet.REMOTE in plain.facets, Facet.REMOTE in unlinked.complete) == (False, True)


def test_a_wrong_token_is_refused(desk, issue):
    wrong = JiraCredentials("wrong", "detour-bot@acme.example" if desk.flavor == "cloud" else "")

    with pytest.raises(Unavailable, match="401"):
        ask(desk, "read", [touched(issue)], credentials=wrong)


def test_a_release_says_when_an_issue_is_needed(desk, mia, issue):
    mia.sets_milestone(issue, "2.0", datetime(2027, 1, 15, tzinfo=UTC))

    [look] = ask(desk, "read", [touched(issue)])

    assert look.facts.issue.needed_by.isoformat() == "2027-01-15"
