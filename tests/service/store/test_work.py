import pytest

from connectors.contract import Delivery
from service.store.deliveries import Deliveries
from service.store.identities import Identities, Sighting
from service.store.work import Claim, Lane, claim, counts, finish, is_idle, mark, narrow, next_due, put_off, waiting
from tests.service.store.world import SITE, at

ELSEWHERE = "jira/acme"


@pytest.fixture
def issues(store):
    """The rows of five issues."""
    with store.begin() as connection:
        identities = Identities(connection)
        refs = [at(f"acme/web#{number}") for number in range(5)]
        identities.enter(map(Sighting, refs))
        return [identities.of(ref) for ref in refs]


@pytest.fixture
def marks(store):
    """Marks issues to be read, from a moment on."""

    def marking(*issues, due=1.0, facets=0, lane=Lane.READ):
        with store.begin() as connection:
            return mark(connection, lane, issues, due, dict.fromkeys(issues, facets))

    return marking


def claims(store, now=10.0, lane=Lane.READ, limit=100):
    return claim(store, SITE, lane, now, limit)


def done(store, some, lane=Lane.READ):
    with store.begin() as connection:
        finish(connection, lane, some)


def postponed(store, some, due):
    with store.begin() as connection:
        put_off(connection, Lane.READ, some, due)


def test_what_was_marked_is_claimed_until_it_is_finished(store, issues, marks):
    marks(issues[0], facets=0b101)

    [one] = claims(store)
    assert one == Claim(issues[0], generation=1, facets=0b101, attempts=0)
    assert claims(store) == [one]

    done(store, [one])
    assert claims(store) == []


def test_work_that_was_done_in_part_leaves_the_other_part_unless_it_was_marked_again(store, issues, marks):
    marks(*issues[:2], facets=0b11)
    claimed = claims(store)
    marks(issues[1], facets=0b100)

    with store.begin() as connection:
        for one in claimed:
            narrow(connection, Lane.READ, one, 0b10)

    assert [one.facets for one in claims(store)] == [0b10, 0b111]


def test_a_mark_that_comes_while_the_work_is_under_way_is_not_lost(store, issues, marks):
    marks(issues[0])
    under_way = claims(store)
    marks(issues[0])

    done(store, under_way)

    assert [one.issue_id for one in claims(store)] == [issues[0]]


def test_work_that_was_finished_late_does_not_undo_what_was_finished_meanwhile(store, issues, marks):
    marks(issues[0])
    early = claims(store)
    marks(issues[0])
    done(store, claims(store))

    done(store, early)

    assert claims(store) == []


def test_marks_on_waiting_work_gather_their_facets_and_finished_work_forgets_them(store, issues, marks):
    marks(issues[0], facets=0b0001)
    marks(issues[0], facets=0b0100)
    gathered = claims(store)
    done(store, gathered)
    marks(issues[0], facets=0b0010)

    assert [one.facets for one in (*gathered, *claims(store))] == [0b0101, 0b0010]


def test_who_is_named_all_the_time_gets_a_turn_all_the_same(store, issues, marks):
    marks(issues[0], due=5.0)
    marks(issues[0], due=9.0)
    later = next_due(store, SITE, Lane.READ)
    marks(issues[0], due=2.0)

    assert (later, next_due(store, SITE, Lane.READ)) == (5.0, 2.0)


def test_finished_work_is_due_when_the_next_mark_says(store, issues, marks):
    marks(issues[0], due=1.0)
    done(store, claims(store))
    marks(issues[0], due=9.0)

    assert next_due(store, SITE, Lane.READ) == 9.0


def test_only_what_is_due_is_claimed_the_longest_due_first_and_not_too_much(store, issues, marks):
    for one, due in zip(issues, [4.0, 2.0, 3.0, 11.0, 1.0], strict=True):
        marks(one, due=due)

    assert [one.issue_id for one in claims(store, limit=3)] == [issues[4], issues[1], issues[2]]
    assert len(claims(store, now=11.0)) == 5


def test_lanes_and_sites_do_not_take_each_others_work(store, issues, marks):
    marks(issues[0])

    assert claims(store, lane=Lane.JUDGE) == []
    assert claim(store, ELSEWHERE, Lane.READ, 10.0, 100) == []
    assert next_due(store, SITE, Lane.SPEAK) is next_due(store, ELSEWHERE, Lane.READ) is None


def test_finishing_in_one_lane_leaves_the_others(store, issues, marks):
    marks(issues[0], lane=Lane.JUDGE)
    marks(issues[0])

    done(store, claims(store))

    assert len(claims(store, lane=Lane.JUDGE)) == 1


def test_what_is_put_off_comes_later_and_counts_how_often(store, issues, marks):
    marks(issues[0])
    for due in (20.0, 30.0):
        postponed(store, claims(store, now=due), due)

    assert claims(store, now=29.0) == []
    assert [one.attempts for one in claims(store, now=30.0)] == [2]


def test_what_is_marked_again_is_not_put_off_and_begins_anew(store, issues, marks):
    marks(issues[0])
    postponed(store, claims(store), 5.0)
    under_way = claims(store)
    marks(issues[0], due=6.0)

    postponed(store, under_way, 1000.0)

    assert [(one.generation, one.attempts) for one in claims(store)] == [(2, 0)]


def test_an_issue_that_nobody_knows_is_not_marked(store, issues, marks):
    assert marks(issues[0], 999, issues[0]) == 1
    assert [one.issue_id for one in claims(store)] == [issues[0]]


def test_what_waits_is_told_by_lane_and_counted_by_site(store, issues, marks):
    marks(*issues[:3])
    marks(issues[4], lane=Lane.SPEAK)
    done(store, claims(store, limit=1))

    with store.connect() as connection:
        assert waiting(connection, Lane.READ, issues) == set(issues[1:3])
        assert waiting(connection, Lane.READ, issues[2:]) == {issues[2]}
    assert counts(store) == {(SITE, "read"): 2, (SITE, "speak"): 1}


def test_a_store_is_idle_while_no_issue_waits_for_anything(store, issues, marks):
    assert is_idle(store)

    marks(issues[0], lane=Lane.SPEAK)
    assert not is_idle(store)

    done(store, claims(store, lane=Lane.SPEAK), lane=Lane.SPEAK)
    assert is_idle(store)


def test_a_store_is_not_idle_while_a_delivery_waits_to_be_heard(store):
    deliveries = Deliveries(store)
    deliveries.keep([Delivery(SITE, "1", "issues", b"{}")], 1.0)
    deliveries.close()
    assert not is_idle(store)

    with store.begin() as connection:
        deliveries.settle(connection, {deliveries.new(SITE, 1)[0].id: ""}, {})
    assert is_idle(store)
