from types import MappingProxyType

import pytest

from rules.experience import Experience, Record
from rules.odds.records import odds_of_team
from rules.policy import Assumptions


def odds(slug="pay", odds=0.6, **records):
    known = Experience(MappingProxyType({team: Record(*counts) for team, counts in records.items()}))
    return odds_of_team(slug, known, Assumptions(odds=odds))


def test_a_long_record_speaks_for_itself():
    figure = odds(pay=(1400, 2200))

    assert figure.known == "1400 of 2200 on time"
    assert figure.odds == pytest.approx(1400 / 2200, abs=0.001)
    assert figure.high - figure.low < 0.04


def test_a_short_record_does_not_shout():
    figure = odds(pay=(0, 1), ops=(80, 100))

    assert 0.6 < figure.odds < 0.8
    assert figure.low < figure.odds < figure.high


def test_a_team_without_dates_is_taken_for_one_of_the_organisation():
    figure = odds(ops=(900, 1000))

    assert figure.known == "the organisation's record: 900 of 1000 on time"
    assert figure.odds == pytest.approx(0.9, abs=0.01)


def test_where_nothing_had_a_date_the_odds_are_assumed():
    figure = odds(odds=0.7)

    assert (figure.odds, figure.known) == (pytest.approx(0.7), "assumed")


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_what_is_assumed_to_be_certain_has_no_interval(certain):
    figure = odds(odds=certain)

    assert (figure.low, figure.odds, figure.high) == (certain, certain, certain)


def test_the_same_share_over_more_issues_is_known_better():
    few, many = odds(pay=(6, 10)), odds(pay=(60, 100))

    assert many.high - many.low < few.high - few.low
