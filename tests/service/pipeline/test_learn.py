import pytest

from rules.experience import Experience, MedianCost, Record
from rules.policy import Assumptions
from service.pipeline.learn import INTERVAL_SECONDS, Learning, tells_more
from service.store.experiences import keep_experience
from service.store.leases import Leases
from service.store.work import Lane, waiting
from tests.drawing import Drawing
from tests.service.pipeline.test_briefs import LIVE, Desk

KNOWN = Experience({"web": Record(14, 22), "payments": Record(30, 40)}, {"web": MedianCost(build=3)})


@pytest.mark.parametrize(
    ("web", "cost", "more"),
    [
        (Record(14, 22), MedianCost(build=3), False),
        (Record(15, 23), MedianCost(build=3), False),
        (Record(14, 26), MedianCost(build=3), True),
        (Record(14, 22), MedianCost(build=4), True),
        (Record(14, 22), MedianCost(build=3, remove=1), True),
    ],
    ids=["the same", "one more", "several late", "another cost", "one more cost"],
)
def test_what_nobody_would_notice_is_not_worth_judging(web, cost, more):
    fresh = Experience({**KNOWN.records, "web": web}, {"web": cost})

    assert tells_more(fresh, KNOWN, Assumptions()) is more


def test_a_team_without_a_record_is_expected_to_do_as_the_others():
    new = Experience({**KNOWN.records, "ops": Record(2, 3)}, KNOWN.costs)
    slow = Experience({**KNOWN.records, "ops": Record(0, 3)}, KNOWN.costs)

    assert not tells_more(new, KNOWN, Assumptions())
    assert tells_more(slow, KNOWN, Assumptions())


@pytest.mark.parametrize("spread", [True, False])
def test_who_was_interrupted_has_judged_again_whoever_is_concerned(store, spread):
    desk = Desk(store, LIVE)
    desk.knows(Drawing().open("A-1", "B-1").waits("A-1", "B-1"))
    learning = Learning(store, desk.decisions)
    with store.begin() as connection:
        keep_experience(connection, Experience({}, {}), desk.decisions.digest, 1000.0, spread=spread)
    assert learning.due() == (1000.0 + INTERVAL_SECONDS if spread else 0.0)

    differed = learning.learn(Leases(store, "test", 3600).take("", "learn"), 2000.0)

    with store.begin() as connection:
        asking, asked = desk.row(connection, "A-1"), desk.row(connection, "B-1")
        assert waiting(connection, Lane.REVIEW, [asking, asked]) == (set() if spread else {asking})
    assert differed is not spread
    assert learning.due() == 2000.0 + INTERVAL_SECONDS
