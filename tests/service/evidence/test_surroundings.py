"""What is around an issue: who waits on it, what it waits on two steps deep, and its fallbacks."""

from rules.model import State
from service.evidence.shown import Waiter
from service.evidence.surroundings import MOST, surroundings_of
from service.survey.shown import Issue, Team
from tests.drawing import ref
from tests.service.overview.drawn import planned, reported


def around(drawing, text="SHOP-1", **waiters):
    audit = reported(drawing).audit
    return surroundings_of(audit.graph, audit.assembled.register.find(ref(text)), **waiters)


def test_it_reaches_two_steps_and_no_further():
    drawing = planned("SHOP-1").open("PAY-1", "OPS-1", "APP-1").waits("SHOP-1", "PAY-1").waits("PAY-1", "OPS-1")

    found = around(drawing.waits("OPS-1", "APP-1"))

    assert [place.issue.ref for place in found.places] == ["SHOP-1", "PAY-1", "OPS-1"]
    assert [(way.start, way.end, way.kind) for way in found.ways] == [(0, 1, "hangs"), (1, 2, "hangs")]


def test_who_knows_better_says_for_whom_a_fallback_stands():
    known = Waiter(Issue("jira/acme", "APP-1", "", ""), Team("app", "App", configured=True), "open", True, True, True)  # noqa: FBT003

    [way] = around(planned("SHOP-1", "APP-1").waits("APP-1", "SHOP-1"), waiters={"APP-1": known}).ways

    assert way.kind == "covered"


def test_what_ended_is_marked_and_waited_for_no_more():
    drawing = planned("SHOP-1").open("PAY-1").issue("SHOP-9", State.DONE).waits("SHOP-1", "PAY-1")

    found = around(drawing.fallback("SHOP-1", "SHOP-9", against="PAY-1"))

    assert {place.issue.ref: place.ended for place in found.places} == {"SHOP-1": False, "PAY-1": False, "SHOP-9": True}


def test_of_a_crowd_there_is_room_for_some_and_the_rest_is_counted():
    blockers = [f"PAY-{at}" for at in range(1, 9)]
    behind = {blocker: [f"OPS-{at}{number}" for number in range(1, 7)] for at, blocker in enumerate(blockers, 1)}
    drawing = (
        planned("SHOP-1").open(*blockers, *(one for some in behind.values() for one in some)).waits("SHOP-1", *blockers)
    )
    for blocker, some in behind.items():
        drawing.waits(blocker, *some)

    found = around(drawing)

    assert len(found.places) == MOST
    assert found.left_out + len(found.places) == 1 + 8 + 8 * 6
