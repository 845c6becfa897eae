"""What came and what went is kept some at a time, and however often that is interrupted, nothing is told twice."""

import pytest

from service.store.connection import reading
from service.store.finding_changes import AT_ONCE, differences, keep_difference, known_findings
from service.survey.shown import Waiver
from tests.service.store.surveyed import keep_findings
from tests.service.store.test_found import found

MANY = [found(f"SHOP-{number}", team="web" if number % 2 else "shop") for number in range(2 * AT_ONCE + 10)]
SIGNED = Waiver("2026-12-01", "it can wait", "mia")


def known(store):
    with reading(store) as connection:
        return known_findings(connection)


def test_what_came_and_what_went_is_told_but_for_accepted_risks(store):
    assert keep_findings(store, [found("SHOP-1"), found("SHOP-2", waiver=SIGNED)], 1000.0) == ([found("SHOP-1")], [])
    assert keep_findings(store, [found("SHOP-3")], 2000.0) == ([found("SHOP-3")], [found("SHOP-1")])
    assert keep_findings(store, [found("SHOP-3")], 3000.0) == ([], [])


def test_no_part_holds_more_than_is_written_in_a_moment_and_those_of_a_team_come_together():
    parts = list(differences({}, MANY, 1000.0))

    assert [len(part.rows) for part in parts] == [AT_ONCE, AT_ONCE, 10]
    teams = [one.team.slug for part in parts for one in part.came]
    assert teams == sorted(teams)


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_who_was_interrupted_goes_on_with_the_rest(store, kept):
    told = []
    with store.begin() as connection:
        for part in list(differences({}, MANY, 1000.0))[:kept]:
            told += keep_difference(connection, part, 1000.0).came

    came, went = keep_findings(store, MANY, 2000.0)

    assert sorted(one.key for one in [*told, *came]) == sorted(one.key for one in MANY)
    assert not went
    assert {one.since for one in known(store).values()} == ({1000.0, 2000.0} if kept else {2000.0})


def test_what_did_not_change_is_not_written(store):
    keep_findings(store, MANY, 1000.0)

    assert not any(part.rows or part.gone for part in differences(known(store), MANY, 2000.0))


def test_many_that_went_are_settled_some_at_a_time(store):
    keep_findings(store, MANY, 1000.0)

    gone = [part.gone for part in differences(known(store), [], 2000.0)]
    _, went = keep_findings(store, [], 2000.0)

    assert [len(some) for some in gone] == [AT_ONCE, AT_ONCE, 10]
    assert len(went) == len(MANY)
