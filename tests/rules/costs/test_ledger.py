"""What hacks cost those who keep them, and whose missing work they stand in for."""

from datetime import date

import pytest

from rules.costs.ledger import ledger
from rules.deadlines import Known
from rules.model import State
from rules.policy import Assumptions, Policy
from rules.statements import Cost, FallbackKind
from tests.drawing import TODAY, Drawing, ref

HACK, REBUILD = FallbackKind.HACK, FallbackKind.REBUILD
HALF_A_YEAR_AGO = date(2026, 5, 24)


def hacked(state=State.DONE, drawing=None, **declared):
    """SHOP-1 waits on PAY-1 and has the hack SHOP-9."""
    drawing = (drawing or Drawing()).open("SHOP-1", "PAY-1").waits("SHOP-1", "PAY-1")
    built = {"closed": HALF_A_YEAR_AGO} if state is State.DONE else {}
    return drawing.issue("SHOP-9", state, **built).fallback("SHOP-1", "SHOP-9", **{"kind": HACK, **declared})


def whole(drawing):
    return ledger(drawing.graph()).whole


def test_a_finished_hack_is_kept_month_by_month_until_it_is_replaced():
    account = whole(hacked(cost=Cost(build=3, keep=2, remove=1)))

    [hack] = account.living
    assert (hack.ticket.ref, hack.team.name, hack.since) == (ref("SHOP-9"), "SHOP", HALF_A_YEAR_AGO)
    assert (account.keep.by, account.remove.by, account.build.by) == ({Known.DECLARED: 2}, {Known.DECLARED: 1}, {})
    assert (hack.months, hack.paid) == (pytest.approx(6, abs=0.1), pytest.approx(12, abs=0.1))


def test_a_hack_that_nobody_has_begun_costs_nothing_yet():
    account = whole(hacked(State.OPEN, cost=Cost(build=3, keep=2, remove=1)))

    assert (len(account.hacks), account.living, account.keep.days) == (1, (), 0)
    assert (account.build.days, account.remove.days) == (3, 0)


def test_a_hack_that_was_begun_is_kept_and_still_being_built():
    drawing = hacked(State.OPEN, cost=Cost(build=3, keep=2)).issue("SHOP-9", planned=True)
    account = whole(drawing.fallback("SHOP-1", "SHOP-9", kind=HACK, cost=Cost(build=3, keep=2)))

    assert (account.keep.days, account.build.days, account.living[0].months) == (2, 3, 0)


@pytest.mark.parametrize(
    "drawing",
    [
        hacked(State.DROPPED),
        hacked(migration="SHOP-8").issue("SHOP-8", State.DONE),
        hacked(kind=FallbackKind.SMALLER_SCOPE, cost=Cost(build=3)),
        Drawing().open("SHOP-1", "SHOP-2").issue("SHOP-9", State.DONE).waits("SHOP-1", "SHOP-2"),
    ],
    ids=["dropped", "replaced", "nothing to keep", "nobody else was asked"],
)
def test_what_nobody_keeps_is_not_in_the_ledger(drawing):
    assert whole(drawing).hacks == ()


def test_any_fallback_that_costs_something_to_keep_is_a_hack_here():
    assert whole(hacked(kind=FallbackKind.OTHER, cost=Cost(keep=1))).keep.by == {Known.DECLARED: 1}


def test_the_ledger_goes_on_when_what_was_asked_for_has_come():
    drawing = hacked(cost=Cost(keep=2)).issue("PAY-1", State.DONE)

    assert whole(drawing).keep.days == 2


def test_costs_that_nobody_declared_are_the_median_of_the_team_else_assumed():
    drawing = hacked().open("SHOP-2", "PAY-2", "OPS-1").issue("OPS-9", State.DONE).issue("SHOP-8", State.DONE)
    drawing.waits("SHOP-2", "PAY-2").fallback("SHOP-2", "SHOP-8", kind=REBUILD, cost=Cost(keep=3))
    drawing.waits("OPS-1", "PAY-2").fallback("OPS-1", "OPS-9", kind=HACK)

    assert whole(drawing).keep.by == {Known.DECLARED: 3, Known.MEDIAN: 3, Known.ASSUMED: 0.5}


def test_assumptions_are_the_organisations_own():
    drawing = hacked(drawing=Drawing(Policy(assumptions=Assumptions(keep=4, remove=7))))

    account = whole(drawing)
    assert (account.keep.by, account.remove.by) == ({Known.ASSUMED: 4}, {Known.ASSUMED: 7})


def five_teams():
    """Five teams hack around PAY-1, and one of them around OPS-1 too, with the same hack."""
    drawing = Drawing().open("PAY-1", "OPS-1")
    for team, keep in (("SHOP", 4), ("APP", 4), ("WEB", 3), ("LAB", 2), ("DATA", 1)):
        drawing.open(f"{team}-1").issue(f"{team}-9", State.DONE).waits(f"{team}-1", "PAY-1")
        drawing.fallback(f"{team}-1", f"{team}-9", kind=HACK, cost=Cost(keep=keep))
    return drawing.waits("SHOP-1", "OPS-1")


def test_a_missing_interface_has_its_price_with_all_who_hack_around_it():
    found = ledger(five_teams().graph())

    [(blocker, account), (other, less)] = found.by_blocker
    assert (blocker.ref, len(account.teams), account.keep.days) == (ref("PAY-1"), 5, 14)
    assert (other.ref, less.teams, less.keep.days) == (ref("OPS-1"), ["SHOP"], 4)


def test_accounts_are_told_by_who_pays_and_by_who_was_asked_the_dearest_first():
    found = ledger(five_teams().graph())

    paying = [(team.name, account.keep.days) for team, account in found.by_owner]
    assert paying == [("APP", 4), ("SHOP", 4), ("WEB", 3), ("LAB", 2), ("DATA", 1)]
    assert [(team.name, account.keep.days) for team, account in found.by_asked] == [("PAY", 14), ("OPS", 4)]


def test_a_hack_for_several_blockers_or_issues_is_one_hack_in_the_whole():
    drawing = five_teams().open("SHOP-2").waits("SHOP-2", "PAY-1").fallback("SHOP-2", "SHOP-9", kind=HACK)

    account = whole(drawing)

    assert (len(account.hacks), account.keep.by) == (5, {Known.DECLARED: 14})


def test_where_nothing_was_declared_the_ledger_is_empty():
    found = ledger(Drawing().open("SHOP-1", "PAY-1").waits("SHOP-1", "PAY-1").graph(TODAY))

    assert (found.whole.hacks, found.by_owner, found.by_asked, found.by_blocker) == ((), (), (), ())
