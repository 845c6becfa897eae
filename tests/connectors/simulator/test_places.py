"""What becomes of repositories, as clients see it: renamed, archived."""

import pytest

from connectors.contract import Denied, Draft
from connectors.simulator.github import simulated_github
from tests.connectors.simulator.asking import HIDDEN, MARK, ask, ref, rest, touched


@pytest.fixture
def hub():
    with simulated_github() as hub:
        yield hub


@pytest.fixture
def mia(hub):
    return hub.person("mia", writes=("acme/web", "acme/pay"))


def test_the_old_name_of_a_repository_leads_readers_to_the_new_one(hub, mia):
    issue = mia.opens("acme/web", "Checkout")
    mia.comments(issue, "hello")
    mia.renames("acme/web", "shop")

    moved = rest(hub, "GET", "/repos/acme/web/issues/1/comments?page=1")
    [by_name] = ask(hub, "read", [touched("acme/web#1")])
    thread = ask(hub, "comments", ref("acme/web#1"))

    assert (moved.status_code, moved.headers["location"]) == (
        301,
        f"{hub.api_url}/repos/acme/shop/issues/1/comments?page=1",
    )
    assert by_name.facts.issue.ref == ref("acme/shop#1")
    assert [one.id for one in thread] == [str(one.id) for one in hub.comments_of(issue)]
    assert hub.issue("acme/web#1") is hub.issue("acme/shop#1") is issue


def test_nothing_is_written_under_the_old_name(hub, mia):
    mia.opens("acme/web", "Checkout")
    mia.renames("acme/web", "shop")

    with pytest.raises(Denied) as denied:
        ask(hub, "put_comment", ref("acme/web#1"), Draft("hello", MARK))

    assert denied.value.status == 307


def test_a_name_is_given_once(hub, mia):
    mia.opens("acme/web", "Checkout")
    mia.opens("acme/pay", "Ledger")

    with pytest.raises(ValueError, match="already exists"):
        mia.renames("acme/web", "pay")
    mia.renames("acme/web", "shop")
    mia.renames("acme/shop", "web")

    assert hub.issue("acme/shop#1") is hub.issue("acme/web#1")
    assert rest(hub, "GET", "/repos/acme/web").json()["full_name"] == "acme/web"


def test_an_archived_repository_is_read_only(hub, mia):
    issue = mia.opens("acme/web", "Checkout")
    mia.archives("acme/web")

    with pytest.raises(Denied, match="read-only") as denied:
        ask(hub, "put_comment", ref(issue), Draft("hello", MARK))
    [look] = ask(hub, "read", [touched(issue)])
    mia.unarchives("acme/web")
    ask(hub, "put_comment", ref(issue), Draft("hello", MARK))

    assert denied.value.status == 403
    assert look.facts is not None
    assert [one.body for one in hub.comments_of(issue)] == [f"hello{HIDDEN}"]


def test_a_pull_request_cannot_be_deleted(mia):
    with pytest.raises(ValueError, match="nobody can delete"):
        mia.deletes(mia.opens_pull("acme/web", "Fix"))
