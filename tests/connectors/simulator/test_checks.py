"""Checks as the client reads and writes them, on a GitHub that answers as GitHub does."""

import pytest

from connectors.checking import Check, Conclusion
from connectors.contract import Denied, Unavailable
from connectors.simulator import failures
from connectors.simulator.github import simulated_github
from tests.connectors.simulator.asking import SITE, by_app, checking, ref


@pytest.fixture
def hub():
    with simulated_github() as hub:
        yield hub


@pytest.fixture
def mia(hub):
    return hub.person("mia", writes=("acme/web", "acme/pay"))


@pytest.fixture
def checker(hub):
    """An App that may write checks."""
    hub.repository("acme/web")
    credentials = by_app(hub)
    [installation] = hub.apps.signed_by(credentials._app.create_jwt()).installations.values()
    installation.permissions["checks"] = "write"
    return credentials


def check(pull, conclusion=Conclusion.NEUTRAL):
    return Check(pull.head, conclusion, "A wait", "without a plan B", "https://detour.acme.example/", f"{SITE} mark")


def runs(hub):
    found = hub.repository("acme/web").checks.values()
    return [(one.head, one.conclusion, one.title, one.external_id, one.details_url) for one in found]


def test_a_pull_request_tells_its_commit_its_branch_and_what_it_closes(hub, mia):
    near, far, hidden = mia.opens("acme/web", "Near"), mia.opens("acme/pay", "Far"), mia.opens("globex/vault", "Secret")
    hub.repository("globex/vault").private, hub.world.everywhere = True, {}
    made = mia.opens_pull(
        "acme/web", "PAY-311: cart", f"Fixes #{near.number}, closes {far.ref}, resolves {hidden.ref}", branch="pay-311"
    )

    pull = checking(hub, "pull", ref(made))

    assert (pull.ref, pull.head, pull.branch, pull.title) == (ref(made), made.pull.head, "pay-311", "PAY-311: cart")
    assert pull.closes == (ref(near), ref(far))


def test_what_is_closed_gone_or_no_pull_request_is_none(hub, mia):
    merged, issue = mia.opens_pull("acme/web", "Merged"), mia.opens("acme/web", "Issue")
    mia.merges(merged)

    assert [checking(hub, "pull", ref(one)) for one in (merged, issue, "acme/web#99", "acme/none#1")] == [None] * 4


def test_the_open_ones_of_a_repository_are_listed_page_by_page(hub, mia):
    mia.merges(mia.opens_pull("acme/web", "Merged"))
    made = [mia.opens_pull("acme/web", f"Number {number}") for number in range(101)]

    listed = checking(hub, "opened", "acme/web")

    assert [(one.ref, one.vendor_id, head) for one, head in listed] == [
        (ref(each), each.node_id, each.pull.head) for each in made
    ]
    assert checking(hub, "opened", "acme/none") == []


def test_a_check_is_written_changed_and_found_again_by_its_mark(hub, mia, checker):
    made = mia.opens_pull("acme/web", "Cart")
    pull = checking(hub, "pull", ref(made), credentials=checker)

    run = checking(hub, "put", pull, check(pull), credentials=checker)
    again = checking(hub, "put", pull, check(pull, Conclusion.SUCCESS), run, credentials=checker)

    assert run == again == checking(hub, "find", pull, f"{SITE} mark", credentials=checker)
    assert checking(hub, "find", pull, "another mark", credentials=checker) == ""
    assert runs(hub) == [(made.pull.head, "success", "A wait", f"{SITE} mark", "https://detour.acme.example/")]


def test_a_check_whose_answer_was_lost_is_not_written_a_second_time_by_itself(hub, mia, checker):
    pull = checking(hub, "pull", ref(mia.opens_pull("acme/web", "Cart")), credentials=checker)
    hub.fails(failures.bad_gateway_afterwards(), "POST", "*/check-runs")

    with pytest.raises(Unavailable) as lost:
        checking(hub, "put", pull, check(pull), credentials=checker)

    assert lost.value.outcome_unknown
    assert len(runs(hub)) == 1
    assert checking(hub, "find", pull, f"{SITE} mark", credentials=checker)


def test_nobody_but_an_app_that_was_granted_it_writes_checks(hub, mia, checker):
    pull = checking(hub, "pull", ref(mia.opens_pull("acme/web", "Cart")))
    with pytest.raises(Denied, match="authenticate via a GitHub App"):
        checking(hub, "put", pull, check(pull))

    [installation] = hub.apps.signed_by(checker._app.create_jwt()).installations.values()
    installation.permissions["checks"] = "read"

    with pytest.raises(Denied, match="not accessible by integration"):
        checking(hub, "put", pull, check(pull), credentials=checker)
    assert runs(hub) == []
