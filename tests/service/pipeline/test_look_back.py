"""When it is looked what has moved, between audits, and since when."""

import pytest

from connectors.scanning import Wanted
from service.pipeline.look_back import LookingBack
from service.store import audits, sweeps
from service.store.clock import changing
from service.store.connection import reading
from tests.service.pipeline.listening import SITE, listening

HOUR = 3600.0
SWEPT = 1_000_000.0
"""When the sweep of all open issues began."""


@pytest.fixture(params=[True])
def site(store, request):
    with listening(store, readable=request.param) as site:
        yield site


@pytest.fixture
def look(site):
    """Looks back where it is due at a moment; since when each site is then read, relative to the full sweep."""

    def at(now):
        looking_back = LookingBack(site.store, site.sites, HOUR)
        begun = looking_back.begin(now) if looking_back.is_due(now) else []
        known = {one.site: one.since for one in passages(site.store) if one.wanted is Wanted.MOVED}
        return [known[name] - SWEPT for name in begun]

    return at


def passages(store):
    with reading(store) as connection:
        return sweeps.passages(connection, [SITE])


def sweep(store, wanted, began, *, ends=True, fails=False):
    with changing(store) as (connection, _):
        sweeps.begin(connection, SITE, wanted, began, since=None if wanted is Wanted.OPEN else began - HOUR)
        [passage] = [one for one in sweeps.passages(connection, [SITE]) if one.wanted is wanted]
        if fails:
            sweeps.give_up(connection, passage, began + 60, "no answer")
        elif ends:
            sweeps.end(connection, passage, began + 60)


def test_an_hour_after_the_last_sweep_what_moved_since_is_read_with_some_overlap(store, look):
    sweep(store, Wanted.OPEN, SWEPT)

    assert look(SWEPT + HOUR - 1) == []
    assert look(SWEPT + HOUR) == [-600]


def test_the_next_look_back_goes_on_where_the_last_one_began(store, look):
    sweep(store, Wanted.OPEN, SWEPT)
    sweep(store, Wanted.MOVED, SWEPT + HOUR)

    assert look(SWEPT + 2 * HOUR - 1) == []
    assert look(SWEPT + 2 * HOUR) == [HOUR - 600]


def test_one_that_failed_is_made_up_by_the_next_an_hour_later(store, look):
    sweep(store, Wanted.OPEN, SWEPT)
    sweep(store, Wanted.MOVED, SWEPT + HOUR, fails=True)

    assert look(SWEPT + HOUR + 120) == []
    assert look(SWEPT + 2 * HOUR) == [-600]


@pytest.mark.parametrize("wanted", [Wanted.OPEN, Wanted.MOVED])
def test_while_a_sweep_is_under_way_no_other_begins(store, look, wanted):
    sweep(store, Wanted.OPEN, SWEPT)
    sweep(store, wanted, SWEPT + HOUR, ends=False)

    assert look(SWEPT + 9 * HOUR) == []


def test_closed_issues_that_are_read_for_records_hold_nothing_up(store, look):
    sweep(store, Wanted.OPEN, SWEPT)
    sweep(store, Wanted.CLOSED, SWEPT + HOUR, ends=False)

    assert look(SWEPT + HOUR) == [-600]


def test_a_site_that_was_never_swept_to_its_end_has_nothing_to_look_back_to(store, look):
    assert look(SWEPT) == []
    sweep(store, Wanted.OPEN, SWEPT, fails=True)

    assert look(SWEPT + 9 * HOUR) == []


def test_an_audit_of_the_schedule_reads_the_same_unless_it_was_interrupted(store, look):
    sweep(store, Wanted.OPEN, SWEPT)
    with store.begin() as connection:
        audits.begin(connection, audits.SCHEDULE, [SITE], SWEPT + HOUR, slot=SWEPT + HOUR)

    assert look(SWEPT + 2 * HOUR) == []
    assert look(SWEPT + 26 * HOUR) == [-600]


@pytest.mark.parametrize("site", [False], indirect=True)
def test_a_site_without_credentials_is_left_out(store, look):
    sweep(store, Wanted.OPEN, SWEPT)

    assert look(SWEPT + HOUR) == []
