"""What Detour hears of what people do, through its own verification and normalisation."""

import json
import random
import threading
import time

import pytest

from connectors.contract import Delivery, Facet
from connectors.simulator.github import simulated_github
from rules.statements import Child, Fallback, Wait
from tests.connectors.simulator.asking import SECRET, SITE, connector, receiver, ref


@pytest.fixture
def hub():
    with simulated_github() as hub:
        yield hub


@pytest.fixture
def mia(hub):
    return hub.person("mia", writes=("acme/web", "acme/pay"))


@pytest.fixture
def arrived(hub):
    with receiver() as (url, arrived):
        hub.webhook_to(url, SECRET)
        yield arrived


def heard(hub, arrived):
    """What was heard since the last time."""
    hub.settled()
    taken, arrived[:] = list(arrived), []
    deliveries = [connector(hub).verify(headers, body) for headers, body, _ in taken]
    return [(one.event, json.loads(one.body)["action"], connector(hub).normalize(one)) for one in deliveries]


def refs(heard_one):
    return [touched.ref.text for touched in heard_one.touched]


def test_a_new_issue_is_told_with_its_text_and_labels(hub, mia, arrived):
    issue = mia.opens("acme/web", "Checkout", "Blocked by: acme/pay#1", labels=["urgent"])

    [(event, action, opened), (_, labelled, _)] = heard(hub, arrived)

    [facts] = opened.facts
    assert (event, action, labelled) == ("issues", "opened", "labeled")
    assert (facts.issue.ref, facts.issue.vendor_id, facts.issue.labels) == (ref(issue), str(issue.id), ("urgent",))
    assert [one.blocker.text for one in facts.statements] == ["acme/pay#1"]


CHANGES = {
    "edited": lambda mia, issue: mia.edits(issue, title="New title"),
    "labeled": lambda mia, issue: mia.labels(issue, "bug"),
    "unlabeled": lambda mia, issue: mia.unlabels(issue, "old"),
    "assigned": lambda mia, issue: mia.assigns(issue, mia),
    "milestoned": lambda mia, issue: mia.sets_milestone(issue, "v1"),
    "closed": lambda mia, issue: mia.closes(issue, "not_planned"),
    "deleted": lambda mia, issue: mia.deletes(issue),
}


@pytest.mark.parametrize("action", CHANGES)
def test_each_change_of_an_issue_is_told_once(hub, mia, arrived, action):
    issue = mia.opens("acme/web", "Checkout", labels=["old"])
    heard(hub, arrived)
    CHANGES[action](mia, issue)

    [(event, told, said)] = heard(hub, arrived)

    assert (event, told, refs(said)) == ("issues", action, [issue.ref])
    assert said.deleted == ((ref(issue),) if action == "deleted" else ())


def test_what_changes_nothing_is_not_told(hub, mia, arrived):
    issue = mia.opens("acme/web", "Checkout", "text", labels=["old"])
    heard(hub, arrived)
    mia.edits(issue, title="Checkout", body="text")
    mia.labels(issue, "old")
    mia.reopens(issue)

    assert heard(hub, arrived) == []


def test_a_native_link_is_told_by_both_its_ends_and_moves_no_time(hub, mia, arrived):
    issue, blocker = mia.opens("acme/web", "Checkout"), mia.opens("acme/pay", "Ledger")
    heard(hub, arrived)
    hub.passes(hours=1)
    before = issue.updated_at, blocker.updated_at
    mia.blocks(issue, by=blocker)
    [(event, first, one), (_, second, other)] = heard(hub, arrived)
    mia.unblocks(issue, by=blocker)
    [(_, third, gone), _] = heard(hub, arrived)

    [wait] = one.added
    assert (event, first, second) == ("issue_dependencies", "blocked_by_added", "blocking_added")
    assert isinstance(wait, Wait)
    assert (wait.blocked, wait.blocker, other.added) == (ref(issue), ref(blocker), one.added)
    assert (third, gone.removed) == ("blocked_by_removed", one.added)
    assert (issue.updated_at, blocker.updated_at) == before


def test_a_part_is_told_by_both_its_ends(hub, mia, arrived):
    issue, part = mia.opens("acme/web", "Checkout"), mia.opens("acme/web", "Plan B", labels=["fallback"])
    heard(hub, arrived)
    mia.adds_part(issue, part)
    [(_, first, one), (_, second, _)] = heard(hub, arrived)
    mia.unlabels(part, "fallback")
    [(_, _, unlabelled)] = heard(hub, arrived)

    assert (first, second) == ("sub_issue_added", "parent_issue_added")
    assert {type(statement) for statement in one.added} == {Child, Fallback}
    assert [type(statement) for statement in unlabelled.removed] == [Fallback]


def test_the_life_of_a_comment_is_told(hub, mia, arrived):
    issue = mia.opens("acme/web", "Checkout")
    comment = mia.comments(issue, "hello")
    mia.edits_comment(comment, "hello again")
    mia.deletes_comment(comment)

    told = heard(hub, arrived)[1:]

    assert [(event, action) for event, action, _ in told] == [
        ("issue_comment", action) for action in ("created", "edited", "deleted")
    ]
    assert all(one.touched[0].facets == {Facet.COMMENTS} for _, _, one in told)


def test_a_transfer_is_told_by_both_repositories(hub, mia, arrived):
    issue = mia.opens("acme/web", "Checkout")
    heard(hub, arrived)
    new = mia.transfers(issue, "acme/pay")

    [(_, left, one), (_, came, other)] = heard(hub, arrived)

    assert (left, came) == ("transferred", "opened")
    assert one.moved == other.moved == ((ref(issue), ref(new)),)


def test_a_merged_pull_request_is_told(hub, mia, arrived):
    pull = mia.opens_pull("acme/web", "Fix")
    mia.merges(pull)

    [(event, _, _), (_, action, said)] = heard(hub, arrived)

    assert (event, action, said.facts[0].issue.state.name) == ("pull_request", "closed", "DONE")


def test_headers_are_githubs_and_the_connection_is_kept(hub, mia, arrived):
    mia.opens("acme/web", "One")
    mia.opens("acme/web", "Two")
    hub.settled()

    [(headers, body, here), (_, _, there)] = arrived
    assert connector(hub).verify(headers, body) == Delivery(SITE, hub.deliveries[0].id, "issues", body)
    assert headers["user-agent"].startswith("GitHub-Hookshot/")
    assert here == there


def test_nothing_is_sent_again_unless_it_is_asked_for(hub, mia):
    with receiver(status=500) as (url, arrived):
        hub.webhook_to(url, SECRET)
        mia.opens("acme/web", "One")
        hub.settled()
        time.sleep(0.05)
        once = len(arrived)
        hub.redeliver(*hub.deliveries, times=100)
        hub.settled()

    assert (once, len(arrived)) == (1, 101)
    assert len({(headers["x-github-delivery"], body) for headers, body, _ in arrived}) == 1
    assert (hub.deliveries[0].answers, hub.deliveries[0].accepted) == ([500] * 101, False)


@pytest.mark.usefixtures("arrived")
def test_a_dead_receiver_stops_nothing(hub, mia):
    with receiver() as (url, _):
        pass
    hub.webhook_to(url, SECRET)
    mia.opens("acme/web", "One")
    mia.opens("acme/web", "Two")
    hub.settled()

    assert [delivery.answers for delivery in hub.deliveries] == [[200], ["ConnectError"]] * 2


def test_held_webhooks_go_out_as_the_list_says(hub, mia, arrived):
    with hub.webhooks_held() as held:
        issue = mia.opens("acme/web", "One")
        mia.edits(issue, title="Two")
        mia.closes(issue)
        hub.settled()
        before = len(arrived)
        held.reverse()
        del held[0]
        held.append(held[0])
    hub.settled()

    assert before == 0
    assert [json.loads(body)["action"] for _, body, _ in arrived] == ["edited", "opened", "edited"]
    assert [delivery.action for delivery in hub.deliveries] == ["opened", "edited", "closed"]


def test_webhooks_get_lost_and_doubled_a_number_of_times(hub, mia, arrived):
    hub.loses_webhooks(1)
    hub.doubles_webhooks(1)
    for title in "abc":
        mia.opens("acme/web", title)
    hub.settled()

    assert [json.loads(body)["issue"]["title"] for _, body, _ in arrived] == ["b", "b", "c"]
    assert [delivery.answers for delivery in hub.deliveries] == [[], [200, 200], [200]]


def test_a_late_webhook_is_overtaken(hub, mia, arrived):
    hub.delays_webhooks(0.2)
    for title in "abc":
        mia.opens("acme/web", title)
    hub.settled()

    assert [json.loads(body)["issue"]["title"] for _, body, _ in arrived] == ["b", "c", "a"]
    assert [delivery.answers for delivery in hub.deliveries] == [[200]] * 3


def test_late_webhooks_are_not_sent_when_it_ends(hub, mia, arrived):
    hub.delays_webhooks(60)
    mia.opens("acme/web", "a")
    with pytest.raises(TimeoutError, match="1 webhooks"):
        hub.settled(0.01)

    assert arrived == []


def test_a_payload_shows_what_was_true_when_it_happened(hub, mia, arrived):
    with hub.webhooks_held() as held:
        issue = mia.opens("acme/web", "One")
        mia.edits(issue, title="Two")
        random.Random(0).shuffle(held)
    hub.settled()

    titles = {json.loads(body)["action"]: json.loads(body)["issue"]["title"] for _, body, _ in arrived}
    assert titles == {"opened": "One", "edited": "Two"}


def test_waiting_for_webhooks_ends(hub, mia):
    held = threading.Event()
    with receiver(before=held.wait) as (url, _):
        hub.webhook_to(url, SECRET)
        mia.opens("acme/web", "One")
        with pytest.raises(TimeoutError):
            hub.settled(timeout=0.05)
        held.set()
        hub.settled()

    assert hub.deliveries[0].accepted


def test_hooks_are_of_owners_events_and_apps(hub, mia):
    app = hub.installs_app(on=["acme"])
    with receiver() as (url, arrived):
        hub.webhook_to(f"{url}?app", SECRET, app=app)
        hub.webhook_to(f"{url}?comments", SECRET, events=["issue_comment"])
        hub.webhook_to(f"{url}?globex", SECRET, owners=["Globex"])
        mia.comments(mia.opens("acme/web", "One"), "hello")
        mia.opens("globex/api", "Two")
        hub.settled()

    told = [(one.url.partition("?")[2], one.event, "installation" in json.loads(one.body)) for one in hub.deliveries]
    assert told == [
        ("app", "issues", True),
        ("app", "issue_comment", True),
        ("comments", "issue_comment", False),
        ("globex", "issues", False),
    ]
    assert len(arrived) == 4
