"""When a survey is due, and what it finds in the store."""

import pytest

from service.pipeline.decisions import Decisions
from service.pipeline.survey import A_DAY, REST, SOONEST_SECONDS, Surveying
from service.settings import Settings
from service.store import audits, surveys
from service.store.audits import Outcome
from service.store.connection import reading
from service.store.leases import LeaseLostError, Leases
from tests.service.pipeline.listening import SITE, listening

NOON = 20_000 * A_DAY + 43_200
GITHUB = {"name": "acme", "organizations": ["acme"], "webhook_secrets": ["x"]}


def surveying(store, seconds=0.0, **settings):
    moments = iter((0.0, seconds, 0.0, seconds))
    return Surveying(store, Decisions(Settings(github=[GITHUB], **settings)), lambda: next(moments))


@pytest.fixture
def site(store):
    with listening(store, readable=True) as one:
        yield one


@pytest.fixture
def lease(store):
    return Leases(store, "a process", 3600).take("", "survey")


def test_a_store_that_was_never_surveyed_is_due_and_then_rests(site, lease):
    survey = surveying(site.store)
    assert survey.due() == 0.0

    survey.survey(lease, NOON)

    assert survey.due() == NOON + A_DAY / 2


def test_a_store_that_changed_is_due_after_a_rest_that_is_as_long_as_the_last_one_took(site, lease):
    quick, slow = surveying(site.store), surveying(site.store, seconds=30.0)
    quick.survey(lease, NOON)
    site.tick()
    assert quick.due() == NOON + SOONEST_SECONDS

    slow.survey(lease, NOON)
    site.tick()

    assert slow.due() == NOON + 30.0 * REST


def test_behind_an_audit_it_is_due_at_once_where_that_read_anything(site, lease):
    slow = surveying(site.store, seconds=30.0)
    slow.survey(lease, NOON)
    with site.store.begin() as connection:
        audits.end(connection, audits.begin(connection, "mia", [SITE], NOON), Outcome(), None, NOON + 1)

    assert slow.due() == NOON + A_DAY / 2
    site.tick()
    assert slow.due() == NOON + 1


def test_when_the_first_one_was_is_remembered(site, lease):
    survey = surveying(site.store)
    survey.survey(lease, NOON)
    survey.survey(lease, NOON + 60)

    with reading(site.store) as connection:
        taken = surveys.taken(connection)
    assert (taken.first, taken.at) == (NOON, NOON + 60)


def test_another_configuration_makes_it_due_at_once(site, lease):
    surveying(site.store).survey(lease, NOON)

    assert surveying(site.store, policy={"danger_odds": 0.4}).due() == 0.0


def test_it_finds_what_the_store_knows(site, lease):
    site.knows({"acme/web#1": "1"}, says="Blocked by: acme/api#2")
    site.knows({"acme/api#2": "2"})

    surveying(site.store).survey(lease, NOON)

    with reading(site.store) as connection:
        assert surveys.overview(connection).read == 2


def test_who_lost_its_lease_keeps_nothing(site):
    lost = Leases(site.store, "a process", -1).take(SITE, "survey")
    Leases(site.store, "another", 3600).take(SITE, "survey")

    with pytest.raises(LeaseLostError):
        surveying(site.store).survey(lost, NOON)

    with reading(site.store) as connection:
        assert surveys.taken(connection) is None
