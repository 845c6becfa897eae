import contextlib
import threading

import pytest

from service.store.leases import LeaseLostError, Leases, guard

SITE = "github/acme"
AN_HOUR, OVER = 3600, -1
"""``OVER`` makes a lease that has run out when it is taken."""


@pytest.fixture
def first(store):
    return Leases(store, "first", AN_HOUR)


@pytest.fixture
def second(store):
    return Leases(store, "second", AN_HOUR)


def holds(store, lease):
    """Whether a holder may write."""
    try:
        with store.begin() as connection:
            guard(connection, lease)
    except LeaseLostError:
        return False
    return True


def test_a_lane_of_a_site_has_one_holder(first, second):
    assert first.take(SITE, "read") is not None
    assert second.take(SITE, "read") is None
    assert second.take(SITE, "judge") is not None
    assert second.take("github/other", "read") is not None


def test_a_lease_that_is_taken_again_in_time_stays_the_same(first):
    assert first.take(SITE, "read") == first.take(SITE, "read")


def test_a_lease_that_ran_out_is_taken_by_another_and_its_former_holder_cannot_write(store, second):
    lost = Leases(store, "first", OVER).take(SITE, "read")
    won = second.take(SITE, "read")

    assert won.fence > lost.fence
    assert holds(store, won)
    assert not holds(store, lost)


def test_what_a_former_holder_does_in_one_transaction_with_the_guard_is_undone(store, second):
    lost = Leases(store, "first", OVER).take(SITE, "read")
    second.take(SITE, "read")

    with contextlib.suppress(LeaseLostError), store.begin() as connection:
        connection.exec_driver_sql("UPDATE clock SET tick = 1000")
        guard(connection, lost)

    with store.connect() as connection:
        assert connection.exec_driver_sql("SELECT tick FROM clock").scalar() == 0


def test_a_holder_that_comes_back_too_late_goes_on_if_nobody_wanted_it_meanwhile(store, first):
    late = Leases(store, "first", OVER).take(SITE, "read")

    assert first.take(SITE, "read") == late
    assert holds(store, late)


def test_a_holder_that_comes_back_after_another_has_another_lease(store, first):
    lost = Leases(store, "first", OVER).take(SITE, "read")
    Leases(store, "second", OVER).take(SITE, "read")
    again = first.take(SITE, "read")

    assert again.fence > lost.fence
    assert not holds(store, lost)


def test_what_began_before_a_lease_was_given_back_is_over(store, first):
    before = first.take(SITE, "read")
    first.give_back(before)

    assert first.take(SITE, "read").fence > before.fence
    assert not holds(store, before)


def test_a_lease_that_ran_out_is_good_as_long_as_nobody_wants_it(store):
    lease = Leases(store, "first", OVER).take(SITE, "read")

    assert holds(store, lease)


def test_a_lease_that_is_given_back_is_free_at_once(first, second):
    first.give_back(first.take(SITE, "read"))

    assert second.take(SITE, "read") is not None


def test_a_lost_lease_cannot_be_given_back(store, first, second):
    lost = Leases(store, "first", OVER).take(SITE, "read")
    second.take(SITE, "read")

    first.give_back(lost)

    assert Leases(store, "third", AN_HOUR).take(SITE, "read") is None


def test_the_leases_of_dead_holders_are_freed_and_no_others(store, first, second):
    first.take(SITE, "read")
    first.take(SITE, "judge")
    second.take(SITE, "speak")

    assert first.free_those_of(lambda holder: holder == "first") == 2

    third = Leases(store, "third", AN_HOUR)
    assert [third.take(SITE, lane) is not None for lane in ("read", "judge", "speak")] == [True, True, False]


def test_what_was_freed_already_is_not_counted_again(first):
    first.take(SITE, "read")
    first.free_those_of(lambda _: True)

    assert first.free_those_of(lambda _: True) == 0


def test_of_many_who_ask_at_once_one_wins(store):
    won, together = [], threading.Barrier(8)

    def ask(number):
        together.wait()
        won.append(Leases(store, f"process {number}", AN_HOUR).take(SITE, "read"))

    asking = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()

    assert len([lease for lease in won if lease is not None]) == 1


def test_the_lanes_that_are_held_are_told_whoever_holds_them(first, second, store):
    first.take("", "worker 1")
    given_back = second.take("", "worker 2")
    second.take("", "worker 3")
    second.take("", "workers")
    first.take(SITE, "worker 4")
    Leases(store, "late", OVER).take("", "worker 5")
    second.give_back(given_back)

    assert first.held("", "worker ") == {"worker 1", "worker 3"}
