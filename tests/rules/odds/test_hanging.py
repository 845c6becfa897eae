from rules.odds.hanging import Hanging
from rules.odds.outlook import Outlook
from tests.drawing import Drawing


def hanging_on(drawing, text):
    graph = drawing.graph()
    rows = {str(graph.columns.names.ref(row)): row for row in range(len(graph.columns))}
    found = Hanging(Outlook(graph)).plans(rows[text])
    return {str(graph.columns.names.ref(row)) for row in found}


def test_plans_hang_on_what_they_wait_for_however_far_away_it_is():
    drawing = Drawing().issue("APP-1", planned=True).issue("WEB-1", planned=True).open("PAY-1", "OPS-1")
    drawing.waits("APP-1", "PAY-1").waits("PAY-1", "OPS-1").waits("WEB-1", "OPS-1")

    assert hanging_on(drawing, "OPS-1") == {"APP-1", "WEB-1"}
    assert hanging_on(drawing, "PAY-1") == {"APP-1"}


def test_a_plan_with_a_fallback_that_stands_hangs_on_nothing_behind_it():
    drawing = Drawing().issue("APP-1", planned=True).open("PAY-1", "OPS-1", "APP-9")
    drawing.waits("APP-1", "PAY-1").waits("PAY-1", "OPS-1").fallback("APP-1", "APP-9", against="PAY-1")

    assert hanging_on(drawing, "OPS-1") == set()


def test_a_plan_hangs_on_what_its_parts_wait_for_and_not_on_its_own_parts():
    drawing = Drawing().issue("APP-1", planned=True).open("APP-2", "PAY-1").part("APP-2", "APP-1")
    drawing.waits("APP-2", "PAY-1")

    assert hanging_on(drawing, "PAY-1") == {"APP-1"}
    assert hanging_on(drawing, "APP-2") == set()


def test_a_ring_ends():
    drawing = Drawing().issue("APP-1", planned=True).open("PAY-1").waits("APP-1", "PAY-1").waits("PAY-1", "APP-1")

    assert hanging_on(drawing, "PAY-1") == {"APP-1"}
