"""The outbox keeps the budget: across sites and processes, whatever becomes of a write."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.pipeline.commits import Commits
from service.pipeline.outbox import Outbox, Place
from service.speech.document import Document
from service.speech.markers import Mark, Role
from service.speech.remarks import Remark, Tone
from service.speech.said import Said, SaidState
from service.speech.threads import Ours
from service.speech.turns import Edit, turn
from service.store.leases import LeaseLostError, Leases
from service.store.noise import Noise, Thread, count, held_in
from service.store.sayings import said_on

NOON = 1_795_694_400.0  # a noon, UTC
DAY = 86_400.0


def place(issue, team="web"):
    return Place(Thread(issue, Role.VERDICT), f"jira/acme {issue}", team)


def speaks(*events, said=None):
    return turn(said or Said(), Remark(Tone.SPOKEN, frozenset(events), "digest", Document(())))


def kept(store, issue):
    with store.begin() as connection:
        return said_on(connection, issue, Role.VERDICT)[0]


def comments(store, team="web", since=0.0):
    with store.begin() as connection:
        return count(connection, team, since)[Noise.COMMENT]


def held(store, issue):
    with store.begin() as connection:
        return held_in(connection, Thread(issue, Role.VERDICT))


@pytest.fixture
def lease(store):
    return Leases(store, "us", 3600).take("jira/acme", "speak")


class Keeping:
    """An outbox that takes each step in a transaction of its own."""

    def __init__(self, store, budget, lease):
        self.outbox, self.lease, self.commits = Outbox(budget), lease, Commits(store)

    def __getattr__(self, name):
        return lambda *given: asyncio.run(self.commits.take(self.lease, getattr(self.outbox, name), *given))


@pytest.fixture
def outbox(store, lease):
    return Keeping(store, 2, lease)


def test_of_a_teams_day_so_many_comments_are_begun_and_another_team_and_day_have_their_own(store, outbox):
    begun = [outbox.begin(place(one), speaks(f"DT101:{one}"), NOON + one) for one in range(4)]
    elsewhere = outbox.begin(place(8, "payments"), speaks("DT101:8"), NOON)
    tomorrow = outbox.begin(place(9), speaks("DT101:9"), NOON + DAY)

    assert (begun, elsewhere, tomorrow) == ([True, True, False, False], True, True)
    assert kept(store, 1).state is SaidState.UNSURE
    assert kept(store, 3) == Said()


def test_the_last_of_them_are_kept_for_what_presses(store, lease):
    outbox = Keeping(store, 5, lease)

    ordinary = [outbox.begin(place(one), speaks(f"DT101:{one}"), NOON) for one in range(5)]
    pressing = [outbox.begin(place(one), speaks(f"DT101:{one}:decide"), NOON) for one in (5, 6)]

    assert (ordinary, pressing) == ([True] * 4 + [False], [True, False])


def test_sites_that_speak_to_a_team_at_once_share_its_budget(store):
    sites = [f"jira/{one}" for one in range(8)]
    leases = [Leases(store, site, 3600).take(site, "speak") for site in sites]
    outboxes = [Keeping(store, 3, lease) for lease in leases]

    with ThreadPoolExecutor(len(sites)) as pool:
        begun = list(pool.map(lambda at: outboxes[at].begin(place(at), speaks(f"DT101:{at}"), NOON), range(len(sites))))

    assert sum(begun) == comments(store) == 3


def test_what_is_held_counts_as_announced_so_that_the_next_turn_is_silent_or_an_edit(store, outbox):
    stands = Said(Role.VERDICT, 1, "other", frozenset({"a"}), "30", SaidState.STANDS)
    step = speaks("a", "b", said=stands)

    after = outbox.hold(place(1), stands, step, NOON)

    assert held(store, 1) == {"b"}
    assert kept(store, 1) == after
    assert isinstance(speaks("a", "b", said=after), Edit)


def test_a_new_comment_tells_what_was_held_and_an_edit_does_not(store, outbox):
    step = speaks("a")
    after = outbox.hold(place(1), Said(), step, NOON)
    louder = speaks("a", "b", said=after)
    outbox.begin(place(1), louder, NOON)
    outbox.end(place(1), louder, louder.after("30"), NOON)
    told = held(store, 1)
    outbox.hold(place(1), kept(store, 1), speaks("c", said=kept(store, 1)), NOON)
    edit = turn(kept(store, 1), Remark(Tone.SPOKEN, frozenset("c"), "another", Document(())))
    outbox.end(place(1), edit, edit.after(""), NOON)

    assert told == frozenset()
    assert held(store, 1) == {"c"}
    with store.begin() as connection:
        assert count(connection, "web", 0.0) == {Noise.COMMENT: 1, Noise.EDIT: 1}


def test_a_comment_that_was_not_made_takes_no_room(store, outbox):
    step = speaks("a")
    outbox.begin(place(1), step, NOON)
    outbox.unmade(place(1), Said(), step, NOON, "403")

    assert comments(store) == 0
    assert kept(store, 1) == Said()


@pytest.mark.parametrize(
    ("ours", "made"),
    [
        (Ours("30", Mark("jira/acme 1", Role.VERDICT, 1)), 1),
        (Ours("20", Mark("jira/acme 1", Role.VERDICT, 0)), 0),
        (Ours(), 0),
    ],
)
def test_a_comment_of_which_nobody_knows_is_counted_if_the_thread_has_it(store, outbox, ours, made):
    step = speaks("b", said=outbox.hold(place(1), Said(), speaks("a"), NOON))
    outbox.begin(place(1), step, NOON)

    settled = outbox.found(place(1), kept(store, 1), ours, NOON)

    assert kept(store, 1) == settled
    assert comments(store) == made
    assert held(store, 1) == (frozenset() if made else {"a"})


def test_a_comment_that_was_found_where_its_issue_moved_to_tells_nothing_that_was_held_back(store, outbox):
    stands = Said(Role.VERDICT, 1, "digest", frozenset("a"), "30", SaidState.STANDS)
    moved = outbox.hold(place(1), stands, speaks("a", "b", said=stands), NOON).moved()

    found = outbox.found(place(1), moved, Ours("77", Mark("jira/acme 1", Role.VERDICT, 1)), NOON)

    assert (found.comment_id, found.events) == ("77", {"a", "b"})
    assert (kept(store, 1), held(store, 1)) == (found, {"b"})


def test_who_lost_the_lease_begins_and_holds_nothing(store, outbox, lease):
    Leases(store, "us", 3600).give_back(lease)
    Leases(store, "another", 3600).take("jira/acme", "speak")

    for act in (
        lambda: outbox.begin(place(1), speaks("a"), NOON),
        lambda: outbox.hold(place(1), Said(), speaks("a"), NOON),
    ):
        with pytest.raises(LeaseLostError):
            act()

    assert (comments(store), held(store, 1), kept(store, 1)) == (0, frozenset(), Said())
