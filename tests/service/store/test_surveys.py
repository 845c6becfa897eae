"""A survey is kept whole in the place of the last one; figures are kept by day."""

from datetime import date, timedelta

from sqlalchemy import update

from service.store import surveys
from service.store.connection import reading
from service.store.surveys import EVERYTHING, KEPT_DAYS, Taken
from service.store.tables import survey as table
from service.survey.taking import survey_of
from tests.drawing import TODAY
from tests.service.overview.drawn import planned, reported
from tests.service.store.surveyed import keep_survey


def survey(*waits):
    drawing = planned("SHOP-1", "APP-1").open("PAY-1", "OPS-1")
    for blocked, blocker in waits:
        drawing.waits(blocked, blocker)
    return survey_of(reported(drawing).audit)


def keep(store, found, day=TODAY, at=1000.0):
    keep_survey(store, found, Taken(at, 7, "digest", 0.5, 500.0), day)


def test_before_the_first_one_nothing_is_known(store):
    with reading(store) as connection:
        assert surveys.taken(connection) is None
        assert surveys.overview(connection) is None
        assert (surveys.lines(connection), surveys.flows(connection), surveys.map_(connection)) == ((), (), None)


def test_each_document_is_read_as_it_was_kept(store):
    found = survey(("SHOP-1", "PAY-1"))
    keep(store, found)

    with reading(store) as connection:
        assert surveys.taken(connection) == Taken(1000.0, 7, "digest", 0.5, 500.0)
        assert surveys.overview(connection) == found.overview
        assert surveys.lines(connection) == found.lines
        assert surveys.flows(connection) == found.flows
        assert surveys.map_(connection) == found.map
        assert {slug: surveys.sheet(connection, slug) for slug in found.sheets} == found.sheets
        assert set(surveys.known_teams(connection)) == set(found.sheets)


def test_the_next_one_takes_its_place(store):
    keep(store, survey(("SHOP-1", "PAY-1")))
    keep(store, survey(), at=2000.0)

    with reading(store) as connection:
        assert surveys.taken(connection).at == 2000.0
        assert surveys.flows(connection) == ()


def test_a_large_document_is_read_anew_when_it_has_changed(store, monkeypatch):
    monkeypatch.setattr(surveys, "LARGE", 0)
    keep(store, survey(("SHOP-1", "PAY-1")))
    with reading(store) as connection:
        once, again = surveys.flows(connection), surveys.flows(connection)

    keep(store, survey(("SHOP-1", "PAY-1"), ("APP-1", "PAY-1")))

    assert once is again
    with reading(store) as connection:
        assert [flow.waiting.slug for flow in surveys.flows(connection)] == ["app", "shop"]


def test_a_days_figures_are_those_of_its_last_survey(store):
    yesterday = TODAY - timedelta(days=1)
    keep(store, survey(("SHOP-1", "PAY-1")), yesterday)
    keep(store, survey(("SHOP-1", "PAY-1"), ("APP-1", "OPS-1")), TODAY)
    keep(store, survey(), TODAY)

    with reading(store) as connection:
        days = surveys.figures_since(connection, EVERYTHING, yesterday)
        assert [(date.fromordinal(day), one.uncovered) for day, one in days] == [(yesterday, 1), (TODAY, 0)]
        assert surveys.figures_before(connection, "shop", TODAY)[1].uncovered == 1
        assert surveys.figures_before(connection, "shop", yesterday) is None


def test_figures_of_long_ago_are_forgotten(store):
    keep(store, survey(), TODAY - timedelta(days=KEPT_DAYS + 1))
    keep(store, survey(), TODAY)

    with reading(store) as connection:
        assert len(surveys.figures_since(connection, EVERYTHING, date(2000, 1, 1))) == 1


def test_what_another_version_kept_in_another_shape_counts_as_nothing(store):
    keep(store, survey())
    with store.begin() as connection:
        connection.execute(update(table).values(body=b'{"of": "another time"}'))

    with reading(store) as connection:
        assert (surveys.taken(connection), surveys.overview(connection)) == (None, None)
