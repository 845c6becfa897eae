"""What is asked for again, in which order, how often, and when it is left alone."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from connectors.contract import Delivery, Denied, Unavailable
from connectors.redelivering import Searched, Undelivered
from service.pipeline import redeliver
from service.pipeline.redeliver import Redelivering
from service.store.deliveries import Deliveries
from service.store.leases import LeaseLostError, Leases

SITE, SENDER = "github/acme", "acme"
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
NOW = NOON.timestamp()
MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0


def lost(name, *, minutes=5, unswept=False, attempt=1):
    return Undelivered(name, "issues", NOON - timedelta(minutes=minutes), f"{name}/{attempt}", unswept)


class GitHub:
    """Lists what did not arrive, by sender, or says no; remembers what it was asked."""

    def __init__(self, *failed, senders=(SENDER,), whole=True):
        self.failed = dict.fromkeys(senders, Searched(failed, whole))
        self.searched, self.asked, self.says = [], [], {}

    @property
    def senders(self):
        return tuple(self.failed)

    async def search(self, sender, since):
        self.searched.append((sender, since))
        if isinstance(self.failed[sender], Exception):
            raise self.failed[sender]
        return self.failed[sender]

    async def ask_again(self, _sender, handle):
        self.asked.append(handle)
        if handle in self.says:
            raise self.says[handle]

    def lists(self, *failed, sender=SENDER):
        self.failed[sender] = Searched(failed)


@pytest.fixture
def lease(store):
    return Leases(store, "a process", 3600).take(SITE, "redeliver")


@pytest.fixture
def round_of(store, lease):
    """A round against a GitHub: a search, then all that is to be asked for; a new process unless one is given."""

    def make(github, *, now=NOW, process=None):
        process = process or Redelivering(store, SITE, github)

        async def run():
            await process.search(lease, now)
            while await process.ask(lease, now) is not None:
                pass

        asyncio.run(run())
        return process

    return make


@pytest.fixture
def arrives(store):
    """A webhook arrives, by its id."""
    deliveries = Deliveries(store)
    yield lambda name: deliveries.keep([Delivery(SITE, name, "issues", name.encode())], NOW)
    deliveries.close()


def test_what_did_not_arrive_is_asked_for_once_links_first_and_then_the_latest(round_of):
    github = GitHub(lost("old", minutes=50), lost("link", minutes=90, unswept=True), lost("new", minutes=2))

    round_of(github)
    round_of(github, now=NOW + 15 * MINUTE)

    assert github.asked == ["link/1", "new/1", "old/1"]


def test_what_arrived_after_all_is_not_asked_for(round_of, arrives):
    github = GitHub(lost("came"), lost("missing"))
    arrives("came")

    round_of(github)

    assert github.asked == ["missing/1"]


def test_what_keeps_failing_is_asked_for_ever_more_seldom_and_then_given_up(round_of):
    github, asked_at = GitHub(lost("stubborn")), []

    for quarter in range(3 * 24 * 4 - 1):
        before = len(github.asked)
        round_of(github, now=NOW + quarter * 15 * MINUTE)
        asked_at += [quarter / 4] * (len(github.asked) - before)
        github.lists(lost("stubborn", attempt=len(github.asked) + 1))

    assert asked_at == [0, 1, 5, 21]
    assert github.asked == [f"stubborn/{attempt}" for attempt in (1, 2, 3, 4)]


def test_what_came_by_the_next_attempt_is_never_asked_for_again(round_of, arrives):
    github = GitHub(lost("late"))
    round_of(github)
    arrives("late")

    round_of(github, now=NOW + 5 * HOUR)

    assert github.asked == ["late/1"]


def test_only_so_many_are_asked_for_in_an_hour_and_the_rest_later_before_any_is_asked_for_again(round_of, monkeypatch):
    monkeypatch.setattr(redeliver, "AN_HOURS", 3)
    github = GitHub(*(lost(f"{number}", minutes=number) for number in range(5)))

    asked = []
    for quarter in range(6):
        round_of(github, now=NOW + quarter * 15 * MINUTE)
        asked.append(len(github.asked))

    assert asked == [3, 3, 3, 3, 6, 6]
    assert github.asked == ["0/1", "1/1", "2/1", "3/1", "4/1", "0/1"]


def test_a_process_looks_back_three_days_and_then_only_behind_its_last_search(round_of):
    github = GitHub()
    process = round_of(github)

    round_of(github, now=NOW + 15 * MINUTE, process=process)
    round_of(github, now=NOW + 15 * MINUTE)

    back = [(NOON - since).total_seconds() for _, since in github.searched]
    assert back == [3 * DAY, 10 * MINUTE, 3 * DAY - 15 * MINUTE]


def test_what_is_known_is_asked_for_in_later_rounds_though_no_search_lists_it_any_more(round_of, monkeypatch):
    monkeypatch.setattr(redeliver, "AN_HOURS", 1)
    github = GitHub(lost("first", minutes=1), lost("second", minutes=2))
    process = round_of(github)
    github.lists()

    round_of(github, now=NOW + 2 * HOUR, process=process)

    assert github.asked == ["first/1", "second/1"]


def test_what_the_tracker_has_forgotten_is_forgotten_here_too(round_of, monkeypatch):
    monkeypatch.setattr(redeliver, "AN_HOURS", 0)
    github = GitHub(lost("forgotten"))
    round_of(github)
    monkeypatch.setattr(redeliver, "AN_HOURS", 200)
    github.lists()

    round_of(github, now=NOW + 3 * DAY)

    assert github.asked == []


def test_where_webhooks_may_not_be_seen_it_is_said_once_and_tried_again_the_next_day(round_of):
    github = GitHub(lost("ours"), senders=("acme", "globex"))
    github.failed["globex"] = Denied("no such permission", status=404)

    with capture_logs() as logs:
        process = round_of(github)
        for hour in range(1, 24):
            round_of(github, now=NOW + hour * HOUR, process=process)
    said = [one for one in logs if one["event"] == "webhooks_cannot_be_asked_for"]
    round_of(github, now=NOW + DAY, process=process)

    assert [(one["sender"], one["reason"]) for one in said] == [("globex", "no such permission")]
    assert [sender for sender, _ in github.searched].count("globex") == 2
    assert github.asked[0] == "ours/1"


def test_after_a_permission_was_given_all_three_days_are_looked_through(round_of):
    github = GitHub()
    github.failed[SENDER] = Denied("not yet")
    process = round_of(github)
    github.lists(lost("missed meanwhile"))

    round_of(github, now=NOW + DAY, process=process)

    assert github.searched[-1] == (SENDER, NOON - timedelta(days=2))
    assert github.asked == ["missed meanwhile/1"]


def test_a_no_gives_one_up_and_two_in_a_row_stop_nothing(round_of):
    github = GitHub(*(lost(f"{number}", minutes=number) for number in range(5)))
    github.says = {f"{number}/1": Denied("no", status=404) for number in (0, 1, 3, 4)}

    with capture_logs() as logs:
        process = round_of(github)
        round_of(github, now=NOW + DAY, process=process)

    assert github.asked == ["0/1", "1/1", "2/1", "3/1", "4/1", "2/1"]
    assert not [one for one in logs if one["event"] == "webhooks_cannot_be_asked_for"]


def test_three_nos_in_a_row_are_said_and_the_rest_waits_for_the_next_day(round_of):
    github = GitHub(*(lost(f"{number}", minutes=number) for number in range(5)))
    github.says = {f"{number}/1": Denied("may not", status=403) for number in range(5)}

    with capture_logs() as logs:
        process = round_of(github)
        round_of(github, now=NOW + 2 * HOUR, process=process)

    assert github.asked == ["0/1", "1/1", "2/1"]
    assert [one["reason"] for one in logs if one["event"] == "webhooks_cannot_be_asked_for"] == ["may not"]


def test_a_limit_interrupts_and_what_was_not_asked_for_comes_first_afterwards(round_of):
    github = GitHub(lost("one", minutes=1), lost("two", minutes=2))
    github.says = {"one/1": Unavailable("slow down", retry_after=60)}

    with pytest.raises(Unavailable):
        round_of(github)
    github.says = {}
    round_of(github, now=NOW + MINUTE)

    assert github.asked == ["one/1", "one/1", "two/1"]


def test_what_may_have_been_asked_for_counts_as_asked_for(round_of):
    github = GitHub(lost("one"))
    github.says = {"one/1": Unavailable("502", outcome_unknown=True)}

    with pytest.raises(Unavailable):
        round_of(github)
    round_of(github, now=NOW + MINUTE)

    assert github.asked == ["one/1"]


def test_a_sender_that_cannot_be_looked_through_now_holds_no_other_up(round_of):
    github = GitHub(lost("theirs"), senders=("acme", "globex"))
    github.failed["acme"] = Unavailable("no answer")

    with pytest.raises(Unavailable, match="no answer"):
        round_of(github)
    github.lists(sender="acme")
    round_of(github)

    assert github.asked == ["theirs/1"]
    assert [sender for sender, _ in github.searched] == ["acme", "globex"] * 2


def test_what_was_not_looked_through_is_said(round_of):
    with capture_logs() as logs:
        round_of(GitHub(lost("one"), whole=False))

    assert [one["event"] for one in logs] == ["webhooks_did_not_arrive", "webhooks_not_all_looked_through"]


def test_what_did_not_arrive_is_said_when_it_is_found_and_not_again(round_of):
    github = GitHub(lost("one"), lost("two"))

    with capture_logs() as logs:
        for quarter in range(3):
            round_of(github, now=NOW + quarter * 15 * MINUTE)

    assert [(one["event"], one["webhooks"]) for one in logs] == [("webhooks_did_not_arrive", 2)]


def test_what_arrived_though_github_did_not_hear_our_answer_is_not_said_to_be_missing(round_of, arrives):
    arrives("came")

    with capture_logs() as logs:
        round_of(GitHub(lost("came")))

    assert logs == []


def test_each_one_asked_for_is_counted(store, round_of):
    counted = []
    github = GitHub(lost("one"), lost("two"))

    round_of(github, process=Redelivering(store, SITE, github, lambda: counted.append(1)))

    assert len(counted) == 2


def test_a_process_that_lost_its_lease_writes_nothing(store, lease):
    with store.begin() as connection:
        connection.exec_driver_sql("UPDATE lease SET fence = fence + 1")
    github = GitHub(lost("one"))

    with pytest.raises(LeaseLostError):
        asyncio.run(Redelivering(store, SITE, github).search(lease, NOW))
    assert asyncio.run(Redelivering(store, SITE, github).ask(lease, NOW)) is None


def test_two_sites_do_not_mistake_each_others_webhooks(store, round_of):
    other = GitHub(lost("shared"))
    round_of(other, process=Redelivering(store, SITE, other))
    lease = Leases(store, "a process", 3600).take("github/other", "redeliver")
    github = GitHub(lost("shared"))
    process = Redelivering(store, "github/other", github)

    async def run():
        await process.search(lease, NOW)
        await process.ask(lease, NOW)

    asyncio.run(run())

    assert (other.asked, github.asked) == (["shared/1"], ["shared/1"])
