"""Who is home to which site, as workers come and go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.jobs.fleet import Fleet, home_of
from service.store.leases import Leases

SITES = [f"github/site-{number}" for number in range(40)]
PLACES = st.sets(st.integers(1, 50).map("worker {}".format), min_size=1, max_size=8)


@pytest.fixture
def worker(store):
    """A worker by its name, which has taken no place yet."""
    return lambda name: Fleet(Leases(store, name, 60))


def test_a_worker_alone_is_home_to_all(worker):
    assert worker("one").homes(SITES) == set(SITES)


def test_each_site_is_at_home_in_one_of_three_workers_and_none_has_them_all(worker):
    fleet = [worker("one"), worker("two"), worker("three")]
    for one in fleet:
        one.homes(SITES)

    shares = [one.homes(SITES) for one in fleet]

    assert sorted(site for share in shares for site in share) == sorted(SITES)
    assert all(shares)


def test_the_sites_of_a_worker_that_leaves_are_at_home_in_the_others(worker):
    one, two = worker("one"), worker("two")
    one.homes(SITES)
    assert two.homes(SITES) != set(SITES)

    one.leave()

    assert two.homes(SITES) == set(SITES)


def test_a_worker_whose_place_was_taken_meanwhile_takes_another(store, worker):
    late = Fleet(Leases(store, "late", -1))  # its lease is over at once
    late.homes(SITES)
    other = worker("other")
    other.homes(SITES)

    late.homes(SITES)

    assert (other._place.lane, late._place.lane) == ("worker 1", "worker 2")


@given(PLACES, st.integers(51, 99).map("worker {}".format))
def test_who_comes_takes_only_what_is_its_own_from_then_on(places, came):
    before = {site: home_of(site, places) for site in SITES}
    after = {site: home_of(site, places | {came}) for site in SITES}

    assert {after[site] for site in SITES if after[site] != before[site]} <= {came}
