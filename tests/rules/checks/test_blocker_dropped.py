from rules.model import State
from tests.drawing import Drawing, codes

RULE = "blocker-dropped"


def waiting():
    return Drawing().issue("SHOP-1").issue("PAY-1", State.DROPPED).waits("SHOP-1", "PAY-1")


def test_a_dropped_blocker_is_said_even_of_an_unplanned_issue_and_alone():
    drawing = waiting()

    [finding] = drawing.findings()

    assert (finding.code, finding.speaks) == ("DT306", True)


def test_a_false_fallback_changes_nothing_and_is_not_reported_beside_it():
    drawing = waiting().open("PAY-2").fallback("SHOP-1", "PAY-2")

    assert codes(drawing.findings()) == ["DT306"]


def test_a_standing_fallback_answers_it():
    drawing = waiting().open("SHOP-2").fallback("SHOP-1", "SHOP-2")

    assert drawing.findings() == []


def test_a_dropped_blocker_in_the_own_team_is_the_teams_matter():
    drawing = Drawing().issue("SHOP-1").issue("SHOP-2", State.DROPPED).waits("SHOP-1", "SHOP-2")

    assert drawing.findings(RULE) == []


def test_a_duplicate_of_nothing_known_is_dropped():
    drawing = Drawing().issue("SHOP-1").issue("PAY-1", State.DROPPED, closed_as_duplicate=True).waits("SHOP-1", "PAY-1")

    assert codes(drawing.findings()) == ["DT306"]


def test_duplicates_of_each_other_are_dropped():
    drawing = Drawing().issue("SHOP-1").issue("PAY-1", State.DROPPED, closed_as_duplicate=True)
    drawing.waits("SHOP-1", "PAY-1").issue("PAY-2", State.DROPPED, closed_as_duplicate=True)
    drawing.duplicate("PAY-1", "PAY-2").duplicate("PAY-2", "PAY-1")
    drawing.waits("SHOP-1", "PAY-2")

    assert codes(drawing.findings()) == ["DT306", "DT306"]
