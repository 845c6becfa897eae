"""What the first audit of a site meets is judged when it was read whole, and not before."""

import pytest

from service.pipeline.silence import keep_silent, unripe
from service.store import verdicts
from service.store.work import Lane, claim, finish, mark
from tests.drawing import SITE, Drawing
from tests.service.pipeline.test_briefs import LIVE, Desk


@pytest.fixture
def desk(store):
    return Desk(store, LIVE)


def test_an_issue_that_was_met_is_not_judged_before_it_was_read_whole(desk):
    desk.knows(Drawing().open("A-1", "B-1").waits("A-1", "B-1"))
    with desk.store.begin() as connection:
        rows = {key: desk.row(connection, key) for key in ("A-1", "B-1")}
        keep_silent(connection, rows.values(), 0.0)
        mark(connection, Lane.SCAN, [rows["A-1"]], 0.0)
        mark(connection, Lane.REVIEW, rows.values(), 0.0)

    desk.judging.judge(claim(desk.store, SITE, Lane.REVIEW, 1.0, 10), desk.lease, 1.0, Lane.REVIEW)

    with desk.store.connect() as connection:
        assert verdicts.verdicts_on(connection, [rows["A-1"]])[rows["A-1"]].judged == 0.0
        assert verdicts.verdicts_on(connection, [rows["B-1"]])[rows["B-1"]].judged == 1.0
    assert not claim(desk.store, SITE, Lane.REVIEW, 1.0, 10)

    with desk.store.begin() as connection:
        finish(connection, Lane.SCAN, claim(desk.store, SITE, Lane.SCAN, 1.0, 10))
        mark(connection, Lane.REVIEW, [rows["A-1"]], 0.0)
    desk.judging.judge(claim(desk.store, SITE, Lane.REVIEW, 2.0, 10), desk.lease, 2.0, Lane.REVIEW)

    with desk.store.connect() as connection:
        judged = verdicts.verdicts_on(connection, [rows["A-1"]])[rows["A-1"]]
    assert (judged.judged, judged.stale, [one.code for one in judged.findings] != []) == (2.0, False, True)


@pytest.mark.parametrize("fields", [{"live": True}, {"stale": False}])
def test_an_issue_that_has_a_verdict_is_judged_at_once_although_it_waits_to_be_read(desk, fields):
    desk.knows(Drawing().open("A-1"))
    verdict = {"judged": 1.0, "wake_at": None, "stale": True, "live": False, "findings": (), "remark": None} | fields
    with desk.store.begin() as connection:
        one = desk.row(connection, "A-1")
        verdicts.keep(connection, [verdicts.Verdict(issue_id=one, **verdict)])
        mark(connection, Lane.SCAN, [one], 0.0)

        assert unripe(connection, [one]) == set()
