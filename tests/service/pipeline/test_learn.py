import pytest

from rules.experience import Experience, MedianCost, Record
from rules.policy import Assumptions
from service.pipeline.learn import tells_more

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
