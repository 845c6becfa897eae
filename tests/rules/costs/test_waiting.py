"""The cost of waiting beside the cost of a fallback."""

from datetime import date

import pytest

from rules.costs.waiting import LATER, PASSED, RING, Comparisons
from rules.deadlines import Known
from rules.model import State
from rules.odds.outlook import Outlook
from rules.policy import Assumptions, Policy
from rules.statements import Cost, FallbackKind
from rules.views import LinkView
from tests.drawing import Drawing, ref
from tests.rules.odds.drawn import row_of

HACK = FallbackKind.HACK
MONDAY, FRIDAY, NEXT_WEDNESDAY = date(2026, 12, 7), date(2026, 12, 11), date(2026, 12, 16)


def waiting(policy=None, **fields):
    """SHOP-1 waits on PAY-1."""
    return Drawing(policy).issue("SHOP-1", **fields).open("PAY-1").waits("SHOP-1", "PAY-1")


def compared(drawing, blocked="SHOP-1"):
    graph = drawing.graph()
    links = (LinkView(graph, row) for row in range(len(graph.open)))
    return Comparisons(Outlook(graph)).of_link(next(link for link in links if link.blocked.ref == ref(blocked)))


def of_plan(drawing, text="SHOP-1"):
    graph = drawing.graph()
    return Comparisons(Outlook(graph)).of_plan(row_of(graph, text))


def test_waiting_costs_the_odds_against_it_times_days_times_people():
    found = compared(waiting())

    assert (found.waiting.odds, found.waiting.known) == (pytest.approx(0.6), "assumed")
    assert (found.waiting.late.days, found.waiting.late.known, found.waiting.people) == (10, Known.ASSUMED, 3)
    assert found.waiting.days == pytest.approx(0.4 * 10 * 3)


def test_what_nobody_declared_yet_costs_what_a_hack_is_assumed_to():
    assert compared(waiting()).fallback_days == 5 + 0.5 * 3 + 2


def test_all_that_is_assumed_is_the_organisations_own():
    assumed = Assumptions(odds=0.9, build=1, keep=2, remove=3, kept=4, late=20, people=6)
    found = compared(waiting(Policy(assumptions=assumed)))

    assert (found.waiting.days, found.fallback_days) == (pytest.approx(0.1 * 20 * 6), 1 + 2 * 4 + 3)


def test_odds_are_those_of_the_teams_record():
    drawing = waiting().issue("PAY-8", State.DONE, needed_by=date(2026, 6, 1), closed=date(2026, 5, 1))

    found = compared(drawing).waiting

    assert (found.odds > 0.6, found.known) == (True, "1 of 1 on time")


def test_a_date_behind_the_day_of_need_tells_by_how_much_it_is_late():
    found = compared(waiting(needed_by=MONDAY).issue("PAY-1", needed_by=NEXT_WEDNESDAY)).waiting

    assert (found.odds, found.known) == (0, LATER)
    assert (found.late.days, found.late.known) == (7, Known.DATED)
    assert found.days == 7 * 3


def test_a_date_on_a_weekend_after_the_day_of_need_is_a_day_late():
    found = compared(waiting(needed_by=FRIDAY).issue("PAY-1", needed_by=date(2026, 12, 12))).waiting

    assert found.late.days == 1


@pytest.mark.parametrize(
    ("drawing", "known"),
    [
        (waiting(needed_by=date(2026, 11, 20)), PASSED),
        (waiting().waits("PAY-1", "SHOP-1"), RING),
        (waiting().issue("PAY-1", State.DROPPED), "dropped"),
    ],
)
def test_what_cannot_come_in_time_any_more_has_no_odds(drawing, known):
    found = compared(drawing).waiting

    assert (found.odds, found.known, found.days) == (0, known, 30)


@pytest.mark.parametrize(
    ("declared", "days"),
    [
        ({"kind": HACK, "cost": Cost(build=4, keep=1, remove=2)}, 4 + 1 * 3 + 2),
        ({"kind": HACK, "cost": Cost(build=4)}, 4 + 0.5 * 3 + 2),
        ({"kind": FallbackKind.SMALLER_SCOPE, "cost": Cost(build=4)}, 4),
        ({"kind": FallbackKind.OTHER, "cost": Cost(build=4, keep=1)}, 4 + 1 * 3),
    ],
)
def test_a_declared_fallback_costs_what_was_said_and_only_hacks_are_removed(declared, days):
    drawing = waiting().open("SHOP-9").fallback("SHOP-1", "SHOP-9", **declared)

    assert compared(drawing).fallback_days == days


def test_what_is_built_already_has_only_to_be_kept_and_removed():
    drawing = waiting().issue("SHOP-9", State.DONE)
    drawing.fallback("SHOP-1", "SHOP-9", kind=HACK, cost=Cost(build=4, keep=1, remove=2))

    [instead] = compared(drawing).instead
    assert (instead.built, instead.days) == (True, 1 * 3 + 2)


def test_of_several_fallbacks_the_one_that_stands_counts():
    drawing = waiting().open("SHOP-9").issue("SHOP-8", State.DROPPED)
    drawing.fallback("SHOP-1", "SHOP-9", cost=Cost(build=4)).fallback("SHOP-1", "SHOP-8", cost=Cost(build=1))

    assert compared(drawing).fallback_days == 4


def plan():
    """Two parts of SHOP-1 wait on PAY-1, which is one fallback; another waits on OPS-1, for which one stands."""
    drawing = Drawing().open("SHOP-1", "SHOP-2", "SHOP-3", "PAY-1", "OPS-1", "SHOP-9", planned=True)
    drawing.part("SHOP-2", "SHOP-1").part("SHOP-3", "SHOP-1").waits("SHOP-2", "PAY-1", "OPS-1").waits("SHOP-3", "PAY-1")
    return drawing.fallback("SHOP-2", "SHOP-9", against="OPS-1")


def test_a_plan_waits_by_its_own_odds_and_lacks_a_fallback_for_each_bare_blocker():
    found = of_plan(plan())

    assert (found.waiting.odds, len(found.instead)) == (pytest.approx(0.6 * 0.96), 1)
    assert found.waiting.days == pytest.approx((1 - 0.6 * 0.96) * 30)
    assert found.fallback_days == 8.5


def test_a_plan_in_a_ring_does_not_come():
    found = of_plan(plan().waits("PAY-1", "SHOP-1"))

    assert (found.waiting.odds, found.waiting.known) == (0, RING)


def test_a_plan_that_relies_on_itself_lacks_no_fallback():
    found = of_plan(plan().issue("SHOP-8", State.DONE).fallback("SHOP-2", "SHOP-8").fallback("SHOP-3", "SHOP-8"))

    assert (found.instead, found.fallback_days, found.waiting.days) == ((), 0, 0)
