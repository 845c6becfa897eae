"""What people see of the made-up GitHub."""

import re
from datetime import UTC, datetime

import httpx
import pytest

from connectors.simulator.github import failures, simulated_github
from tests.connectors.simulator.asking import rest
from tests.connectors.simulator.browsing import look, look_closely


@pytest.fixture
def hub():
    with simulated_github() as hub:
        yield hub


@pytest.fixture
def mia(hub):
    return hub.person("mia", writes=("acme/web", "acme/pay"))


@pytest.fixture
def issue(mia):
    return mia.opens("acme/web", "Checkout", "Pay by **card**.", labels=["launch"], assignees=[mia])


def test_the_first_page_lists_repositories_with_their_open_issues(hub, mia, issue):
    done = mia.opens("acme/web", "Old basket")
    mia.closes(done)
    mia.blocks(issue, by=mia.opens("acme/pay", "Ledger"))

    page = look(hub, "/")

    assert {"/acme/web", "/acme/pay", "/acme/web/issues/1", "/acme/pay/issues/1"} <= page.links()
    assert "acme/web 1 open, 1 closed" in page.text
    assert "Checkout label launch #1 · by mia waits on acme/pay#1" in page.text
    assert "Old basket" not in page.text


def test_a_repository_lists_all_its_issues_the_open_ones_first(hub, mia, issue):
    mia.closes(mia.opens("acme/web", "Old basket"), "not_planned")
    mia.merges(mia.opens_pull("acme/web", "Fix"))

    for path in ("/acme/web", "/acme/web/issues", "/Acme/Web/"):
        text = look(hub, path).text
        assert text.index(issue.title) < text.index("Merged: Fix") < text.index("Closed as not planned: Old basket")


def test_an_issue_shows_its_state_people_labels_and_plan(hub, mia, issue):
    mia.sets_milestone(issue, "v1", datetime(2027, 1, 15, tzinfo=UTC))

    page = look(hub, rest(hub, "GET", "/repos/acme/web/issues/1").json()["html_url"])

    assert "Checkout #1 Open Issue by mia" in page.text
    assert "Assignees mia Labels launch Milestone v1, due 15 Jan 2027" in page.text
    assert "Pay by card." in page.text
    assert ("strong", {}) in page.tags
    assert "Checkout" in look(hub, "/acme/web/milestone/1").text


def test_an_issue_shows_its_native_links_from_both_ends(hub, mia, issue):
    ledger, part = mia.opens("acme/pay", "Ledger"), mia.opens("acme/web", "Plan B")
    mia.blocks(issue, by=ledger)
    mia.adds_part(issue, part)
    mia.closes(part)

    waiting, blocking, child = (
        look(hub, path) for path in ("/acme/web/issues/1", "/acme/pay/issues/1", "/acme/web/issues/2")
    )

    assert "Blocked by Open: Ledger acme/pay#1" in waiting.text
    assert "Sub-issues Closed as completed: Plan B acme/web#2" in waiting.text
    assert "Blocking Open: Checkout acme/web#1" in blocking.text
    assert "Parent Open: Checkout acme/web#1" in child.text
    assert "/acme/pay/issues/1" in waiting.links()


def test_a_thread_shows_who_said_what_and_what_was_edited(hub, mia, issue):
    noor = hub.person("noor")
    comment = mia.comments(issue, "Any news?")
    mia.edits_comment(comment, "Any news, @noor?")
    noor.edits_comment(comment, "No news.")
    answer = noor.comments(issue, "Soon.")
    mia.reacts(answer, "heart")
    noor.reacts(answer, "heart")

    page = look(hub, "/acme/web/issues/1")

    assert re.search(r"mia \d+ \w+ \d{4}, [\d:]+ UTC edited by noor No news\.", page.text)
    assert re.search(r"noor \d+ \w+ \d{4}, [\d:]+ UTC Soon\. \S+ mia, noor", page.text)
    assert ("li", {"id": f"issuecomment-{answer.id}"}) in page.tags


def test_an_issue_shows_who_was_notified_of_what(hub, mia, issue):
    noor = hub.person("noor")
    noor.comments(issue, "Any news?")
    mia.edits_comment(mia.comments(issue, "Soon."), "Later.")
    noor.closes(issue)

    notices = look(hub, "/acme/web/issues/1").text.partition("Notifications ")[2]

    assert notices.startswith("Closed by noor to mia Comment by mia to noor Comment by noor to mia ")


def test_what_moved_leads_to_where_it_is_and_what_was_deleted_says_so(hub, mia, issue):
    gone = mia.opens("acme/web", "Gone")
    mia.deletes(gone)
    mia.transfers(issue, "acme/pay")
    pull = mia.opens_pull("acme/web", "Fix")

    moved = httpx.get(f"{hub.address}/acme/web/issues/1")

    assert (moved.status_code, moved.headers["location"]) == (301, "/acme/pay/issues/1")
    assert "has been deleted" in look(hub, "/acme/web/issues/2", 410).text
    assert httpx.get(f"{hub.address}/acme/web/issues/{pull.number}").headers["location"] == "/acme/web/pull/3"


@pytest.mark.parametrize(
    "path",
    [
        "/nobody",
        "/acme/none",
        "/acme/none/issues/1",
        "/acme/web/issues/9",
        "/acme/web/issues/x",
        "/acme/web/milestone/7",
        "/acme/web/issues/%00",
        f"/acme/web/issues/{'9' * 5000}",
        "/a/b/c/d/e",
        "/_simulator/none",
    ],
)
@pytest.mark.usefixtures("issue")
def test_an_unknown_page_is_a_friendly_one(hub, path):
    page = look(hub, path, 404)

    assert "Not here" in page.text
    assert "/" in page.links()


@pytest.mark.usefixtures("issue")
def test_people_and_organisations_have_pages(hub):
    assert "Checkout label launch acme/web#1" in look(hub, "/mia").text
    assert "acme/web" in look(hub, "/acme").text
    assert "No issues" in look(hub, "/detour-bot").text


@pytest.mark.usefixtures("issue")
def test_a_page_is_well_formed_has_its_landmarks_and_lets_a_browser_run_nothing(hub):
    for path in ("/", "/acme/web", "/acme/web/issues/1", "/mia", "/_simulator", "/none"):
        look_closely(hub, path)


@pytest.mark.usefixtures("issue")
def test_looking_is_not_asking_the_apis_and_meets_no_fault(hub):
    hub.fails(failures.server_error(), times=100)

    look(hub, "/acme/web/issues/1")

    assert hub.requests == []


def test_a_page_is_only_read(hub):
    assert httpx.post(f"{hub.address}/acme").status_code == 404
