"""In a sweep the labels that make sub-issues fallbacks are known of whole repositories, else they are asked for."""

import pytest

from connectors.simulator.github import simulated_github
from rules.statements import Fallback
from tests.connectors.simulator.asking import ask, touched
from tests.connectors.simulator.sweeping import looks_in, next_page, swept


@pytest.fixture
def hub():
    with simulated_github() as hub:
        yield hub


@pytest.fixture
def mia(hub):
    return hub.person("mia", writes=("acme/web", "acme/pay", "globex/api"))


def with_part(mia, place, label="fallback"):
    """An issue of acme/web with a sub-issue in a place."""
    issue, part = mia.opens("acme/web", "Checkout"), mia.opens(place, "Plan B", labels=[label])
    mia.adds_part(issue, part)
    return issue, part


def fallbacks_of(looks, issue):
    [look] = [one for one in looks if one.ref.text == issue.ref]
    return [one.ticket.text for one in look.facts.statements if isinstance(one, Fallback)]


def alike(hub, issue, looks):
    """Whether a look of a sweep says what reading says."""
    [look] = [one for one in looks if one.ref.text == issue.ref]
    [read] = ask(hub, "read", [touched(issue, by_id=True)])
    return (look.facts, look.complete) == (read.facts, read.complete)


@pytest.mark.parametrize(
    ("place", "label", "requests"),
    [
        ("acme/web", "fallback", 2),
        ("acme/pay", "fallback", 2),
        ("globex/api", "fallback", 3),
        ("acme/web", "Fallback", 3),
        ("acme/web", "other", 2),
    ],
)
def test_labels_are_asked_for_only_where_no_list_tells_them(hub, mia, place, label, requests):
    issue, part = with_part(mia, place, label)

    looks = looks_in(swept(hub))

    assert len(hub.requests) == requests
    assert fallbacks_of(looks, issue) == ([] if label == "other" else [part.ref])
    assert alike(hub, issue, looks)


def test_a_repository_with_too_many_fallbacks_has_each_sub_issues_labels_asked_for(hub, mia):
    for _ in range(101):
        mia.opens("acme/web", "Plan C", labels=["fallback"])
    issue, part = with_part(mia, "acme/web")

    looks = looks_in(swept(hub))

    assert fallbacks_of(looks, issue) == [part.ref]
    assert len(hub.requests) == 1 + 2 + 1


@pytest.mark.parametrize(("label", "requests"), [("fallback", 2), ("Fallback", 3), ("other", 3)])
def test_of_more_labels_than_a_hundred_only_the_right_one_is_known(hub, mia, label, requests):
    mia.opens("acme/web", "Colourful", labels=[f"label {number}" for number in range(101)])
    issue, _ = with_part(mia, "acme/web", label)

    looks = looks_in(swept(hub))

    assert len(hub.requests) == requests
    assert alike(hub, issue, looks)


@pytest.mark.parametrize(("place", "requests"), [("acme/web", 0), ("acme/pay", 1)])
def test_a_label_of_the_page_itself_is_never_an_old_one_and_of_others_not_older_than_minutes(hub, mia, place, requests):
    issue, part = with_part(mia, place)
    mia.closes(part)
    listed = next_page(hub)
    mia.unlabels(part, "fallback")
    before = len(hub.requests)

    looks = looks_in(swept(hub, resume=listed.resume))

    assert fallbacks_of(looks, issue) == []
    assert len(hub.requests) - before == 1 + requests


def test_a_list_that_has_grown_old_is_not_believed(hub, mia):
    issue, part = with_part(mia, "acme/pay")
    mia.closes(part)

    def wait(page):
        if page.left == 1:
            hub.passes(minutes=11)
            mia.unlabels(part, "fallback")

    looks = looks_in(swept(hub, after=wait))

    assert fallbacks_of(looks, issue) == []


def test_sub_issues_that_nobody_may_see_leave_the_links_open(hub, mia):
    issue, _ = with_part(mia, "globex/api")
    hub.repository("globex/api").roles["detour-bot"] = "none"

    looks = looks_in(swept(hub))

    assert alike(hub, issue, looks)
    assert [len(look.complete) for look in looks] == [1]
