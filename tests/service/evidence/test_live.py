"""The evidence on an issue of the store is the same as that of everything, however much of it is loaded."""

from datetime import UTC, datetime

from service.evidence.gathering import evidence_of
from service.evidence.live import MOST, live
from service.pipeline.decisions import Decisions
from service.settings import Settings
from service.store.connection import reading
from service.stored import all_kept, rows_named
from tests.drawing import ref
from tests.service.overview.drawn import planned
from tests.service.pages.known import CONFIGURED, know

DECISIONS = Decisions(Settings(**CONFIGURED))
NOW = datetime.now(UTC)


def on(store, text):
    with reading(store) as connection:
        [found] = rows_named(connection, text).items()
        return live(connection, DECISIONS, found, NOW.date()).evidence


def test_its_waits_and_odds_are_as_in_an_audit_of_everything(store):
    drawing = planned("SHOP-1").open("PAY-1", "OPS-1", "SHOP-9", "PAY-2").waits("SHOP-1", "PAY-1", "OPS-1")
    drawing.waits("PAY-1", "OPS-1").fallback("SHOP-1", "SHOP-9", against="OPS-1").fallback("SHOP-1", "PAY-2")
    know(store, drawing, judged=False)

    whole = evidence_of(all_kept(store, DECISIONS, NOW), ref("SHOP-1"))

    found = on(store, "SHOP-1")
    assert (found.waits, found.odds, found.findings) == (whole.waits, whole.odds, whole.findings)


def test_of_many_who_wait_some_are_told_and_the_others_counted(store):
    waiting = [f"SHOP-{number}" for number in range(1, MOST + 4)]
    drawing = planned(*waiting).open("PAY-1")
    for one in waiting:
        drawing.waits(one, "PAY-1")
    know(store, drawing, judged=False)

    found = on(store, "PAY-1")

    assert (len(found.waiters), found.more_waiters) == (MOST, 3)
