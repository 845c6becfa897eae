"""What people see of the made-up Jira."""

import re
from datetime import UTC, date, datetime

import httpx
import pytest

from connectors.simulator.jira import failures
from connectors.simulator.jira.thread_changes import comment
from tests.connectors.simulator.browsing import look, look_closely
from tests.connectors.simulator.jira.asking import rest


@pytest.fixture
def issue(mia):
    return mia.opens("WEB", "Checkout", "Pay by card.", labels=["launch"], assignees=[mia], kind="Story")


def test_the_first_page_lists_projects_with_their_open_issues(desk, mia, issue):
    mia.closes(mia.opens("WEB", "Old basket"))
    mia.blocks(issue, by=mia.opens("PAY", "Ledger"))

    page = look(desk, "/")

    assert {"/projects/WEB", "/projects/PAY", "/browse/WEB-1", "/browse/PAY-1"} <= page.links()
    assert "WEB 1 open, 1 done" in page.text
    assert "To Do: Checkout label launch WEB-1 · Story · by mia waits on PAY-1" in page.text
    assert "Old basket" not in page.text


def test_a_project_lists_all_its_issues_the_open_ones_first(desk, mia, issue):
    mia.closes(mia.opens("WEB", "Old basket"), "not_planned")
    mia.starts(mia.opens("WEB", "Search"))

    for path in ("/projects/WEB", "/projects/web/issues", "/projects/WEB/"):
        text = look(desk, path).text
        assert text.index("In Progress: Search") < text.index(issue.title) < text.index("Done: Won't Do: Old basket")


def test_an_issue_shows_its_status_type_people_and_plan(desk, mia, issue):
    mia.sets_milestone(issue, "2.0", datetime(2027, 1, 15, tzinfo=UTC))
    mia.sets_due(issue, date(2027, 1, 8))
    mia.sets_sprint(issue, "Sprint 7", datetime(2026, 12, 10, tzinfo=UTC))

    page = look(desk, "/browse/WEB-1")

    assert "Checkout WEB-1 To Do Story by mia, " in page.text
    assert "Description Pay by card." in page.text
    assert "Assignee mia Labels launch Fix versions 2.0, to be released 15 Jan 2027 Due 8 Jan 2027" in page.text
    assert "Sprint Sprint 7, active, ends 10 Dec 2026" in page.text
    assert "Checkout" in look(desk, f"/projects/WEB/versions/{issue.versions[0].id}").text


def test_an_issue_shows_its_links_by_the_phrase_that_it_reads(desk, mia, issue):
    ledger, sandbox, plan_b = (mia.opens("PAY", title) for title in ("Ledger", "Sandbox", "Plan B"))
    mia.blocks(issue, by=ledger)
    mia.links(issue, sandbox, "Depends")
    mia.links(plan_b, issue, "Fallback")
    mia.closes(ledger)

    waiting, blocking = (look(desk, path) for path in ("/browse/WEB-1", "/browse/PAY-1"))

    assert "is blocked by Done: Ledger PAY-1" in waiting.text
    assert "depends on To Do: Sandbox PAY-2" in waiting.text
    assert "has fallback To Do: Plan B PAY-3" in waiting.text
    assert "blocks To Do: Checkout WEB-1" in blocking.text
    assert "/browse/PAY-1" in waiting.links()


def test_an_issue_shows_what_it_belongs_to_and_what_belongs_to_it(desk, mia, issue):
    part = mia.opens("WEB", "Vouchers", kind="Sub-task")
    mia.adds_part(issue, part)

    assert "Parts To Do: Vouchers WEB-2" in look(desk, "/browse/WEB-1").text
    assert "Parent To Do: Checkout WEB-1" in look(desk, "/browse/WEB-2").text


def test_links_out_show_their_relationship_and_lead_to_the_web_only(desk, mia, issue):
    mia.adds_remote_link(issue, "https://github.com/acme/pay/issues/1", "is blocked by", "acme/pay#1")
    mia.adds_remote_link(issue, "javascript:alert(1)", "mentioned in", "Bad")

    page = look(desk, "/browse/WEB-1")

    assert "Links to elsewhere is blocked by acme/pay#1 mentioned in Bad javascript:alert(1)" in page.text
    assert "https://github.com/acme/pay/issues/1" in page.links()
    assert not any(link.startswith("javascript") for link in page.links())


def test_a_thread_shows_who_said_what_and_what_was_edited(desk, mia, issue):
    noor = desk.person("noor")
    mine = mia.comments(issue, "Any news?")
    noor.edits_comment(mine, "No news.")
    mine = mia.comments(issue, "When?")
    mia.edits_comment(mine, "When, please?")
    noor.comments(issue, "Soon.", role="Administrators")

    page = look(desk, "/browse/WEB-1")

    assert re.search(r"mia \d+ \w+ \d{4}, [\d:]+ UTC edited by noor No news\.", page.text)
    assert re.search(r"mia \d+ \w+ \d{4}, [\d:]+ UTC edited When, please\?", page.text)
    assert re.search(r"noor \d+ \w+ \d{4}, [\d:]+ UTC visible to Administrators Soon\.", page.text)
    assert ("li", {"id": f"comment-{mine.id}"}) in page.tags


def test_internal_comments_are_marked_in_service_projects(desk):
    desk.project("HELP", service_desk=True)
    guest, noor = desk.person("guest"), desk.person("noor")
    ticket = guest.opens("HELP", "Card refused")
    comment(desk.world, noor.account, ticket, "Fraud?", {"sd.public.comment": {"internal": True}})
    noor.comments(ticket, "We look at it.")

    text = look(desk, "/browse/HELP-1").text

    assert re.search(r"UTC internal Fraud\? noor [^?]*UTC We look at it\.", text)
    assert "HELP service project 1 open" in look(desk, "/").text


def test_an_issue_shows_who_was_mailed_about_what(desk, mia, issue):
    noor = desk.person("noor")
    noor.comments(issue, "Any news?")
    mia.edits_comment(mia.comments(issue, "Soon."), "Later.")
    noor.closes(issue)

    mails = look(desk, "/browse/WEB-1").text.partition("Mails ")[2]

    assert mails.startswith(
        "Done by noor to mia Comment edited by mia to noor Comment by mia to noor Comment by noor to mia "
    )


def test_an_old_key_leads_to_where_the_issue_is(desk, mia, issue):
    mia.transfers(issue, "PAY")
    gone = mia.opens("WEB", "Gone")
    mia.transfers(gone, "PAY")
    mia.deletes(gone)

    moved, small = (httpx.get(f"{desk.address}/browse/{key}") for key in ("WEB-1", "pay-1"))

    assert [(one.status_code, one.headers["location"]) for one in (moved, small)] == [(301, "/browse/PAY-1")] * 2
    assert look(desk, "/browse/WEB-2", 404)


@pytest.mark.parametrize(
    "path",
    [
        "/nobody",
        "/projects/NONE",
        "/browse/WEB-9",
        "/browse/WEB",
        "/browse/WEB-x",
        "/browse/WEB-%00",
        f"/browse/WEB-{'9' * 5000}",
        "/browse/" + "A" * 5000,
        "/projects/WEB/versions/7",
        "/people/none",
        "/a/b/c/d/e",
        "/_simulator/none",
    ],
)
@pytest.mark.usefixtures("issue")
def test_an_unknown_page_is_a_friendly_one(desk, path):
    page = look(desk, path, 404)

    assert "Not here" in page.text
    assert "All projects and their issues" in page.text
    assert "/" in page.links()


@pytest.mark.usefixtures("issue")
def test_people_have_pages(desk):
    assert "Checkout label launch WEB-1" in look(desk, "/people/mia").text
    assert "No issues" in look(desk, "/people/detour-bot").text


@pytest.mark.usefixtures("issue")
def test_a_page_is_well_formed_has_its_landmarks_and_lets_a_browser_run_nothing(desk):
    for path in ("/", "/projects/WEB", "/browse/WEB-1", "/people/mia", "/_simulator", "/none"):
        look_closely(desk, path)


@pytest.mark.usefixtures("issue")
def test_looking_is_not_asking_the_api_and_meets_no_fault(desk):
    desk.fails(failures.server_error(), times=100)

    look(desk, "/browse/WEB-1")

    assert desk.requests == []


@pytest.mark.usefixtures("issue")
def test_what_programs_write_is_what_people_see(desk):
    rest(desk, "POST", "/issue/WEB-1/comment", json={"body": "See WEB-1, *now*: https://acme.example/x"})

    page = look(desk, "/browse/WEB-1")

    assert "https://acme.example/x" in page.links()
    assert "now" in page.text


def test_a_page_is_only_read(desk):
    assert httpx.post(f"{desk.address}/projects/WEB").status_code == 404
