"""What plans lose or gain by one issue is the same out of the store as in an audit of everything."""

from datetime import UTC, datetime

import pytest

from rules.odds.outlook import Outlook
from rules.odds.what_if import what_if
from service.evidence.what_if import TRIES, shifts_of
from service.pipeline.decisions import Decisions
from service.settings import Settings
from service.store.connection import reading
from service.stored import all_kept, rows_named
from tests.drawing import ref
from tests.service.overview.drawn import planned
from tests.service.pages.known import CONFIGURED, know

DECISIONS = Decisions(Settings(**CONFIGURED))
NOW = datetime.now(UTC)


def shifts(store, text):
    with reading(store) as connection:
        [found] = rows_named(connection, text).items()
        return shifts_of(connection, DECISIONS, found, NOW.date())


def test_plans_at_any_height_are_told_as_an_audit_of_everything_tells_them(store):
    drawing = planned("SHOP-1", "OPS-1").open("SHOP-2", "PAY-1", "PAY-2").part("SHOP-2", "SHOP-1")
    know(store, drawing.waits("SHOP-2", "PAY-2").waits("PAY-2", "PAY-1").waits("OPS-1", "PAY-1"), judged=False)

    found = shifts(store, "PAY-1")

    whole = all_kept(store, DECISIONS, NOW)
    told = what_if(whole.graph.derived(Outlook), whole.assembled.register.find(ref("PAY-1")))
    assert {(one.now, one.never, one.comes, one.with_fallback) for one in found.shifts} == {
        (one.now.odds, one.never.odds, one.comes.odds, one.with_fallback and one.with_fallback.odds)
        for one in told.prospects
    }
    assert {one.plan.ref for one in found.shifts} == {"SHOP-1", "OPS-1"}
    assert not found.more


def test_who_has_a_fallback_loses_less_and_is_said_to_have_one(store):
    drawing = planned("SHOP-1").open("PAY-1", "SHOP-9").waits("SHOP-1", "PAY-1")
    know(store, drawing.fallback("SHOP-1", "SHOP-9", against="PAY-1"), judged=False)

    [one] = shifts(store, "PAY-1").shifts

    assert one.has_all
    assert one.never == pytest.approx(0.9)


def test_of_a_crowd_some_are_told_and_that_there_are_more(store):
    waiting = [f"SHOP-{at}" for at in range(1, TRIES[0] + 20)]
    drawing = planned(*waiting).open("PAY-1")
    for one in waiting:
        drawing.waits(one, "PAY-1")
    know(store, drawing, judged=False)

    found = shifts(store, "PAY-1")

    assert (len(found.shifts), found.more) == (50, True)


def test_what_nobody_waits_on_changes_nothing(store):
    know(store, planned("SHOP-1"), judged=False)

    assert shifts(store, "SHOP-1").shifts == ()
