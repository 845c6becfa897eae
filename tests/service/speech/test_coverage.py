from rules.views import IssueView
from service.speech.coverage import rows
from service.speech.visibility import Sight
from tests.drawing import Drawing, ref


def told(drawing, key):
    assembled, graph = drawing.assembled(), drawing.graph()
    issue = IssueView(graph, assembled.register.find(ref(key)))
    stated = frozenset(entry.ref.address for entry in assembled.register.entries)
    return [flat(row) for row in rows(issue, Sight(issue, stated))]


def flat(row):
    """A row as plain words."""
    return "".join(str(getattr(piece, "ref", None) or getattr(piece, "text", piece)) for piece in row)


def waiting():
    return Drawing().open("SHOP-1", "SHOP-2", "PAY-1", "OPS-1").waits("SHOP-1", "PAY-1", "OPS-1")


def test_one_fallback_for_several_links_is_listed_with_the_line_that_says_it_of_each():
    drawing = waiting().fallback("SHOP-1", "SHOP-2")

    [row] = told(drawing, "SHOP-1")

    assert row == "SHOP-2 is the fallback for OPS-1 and PAY-1 at once. Say it of each: Fallback for OPS-1: SHOP-2."


def test_a_fallback_for_one_link_needs_no_row():
    drawing = waiting().fallback("SHOP-1", "SHOP-2", against="PAY-1")

    assert told(drawing, "SHOP-1") == []


def test_a_false_fallback_covers_nothing_and_has_no_row():
    drawing = waiting().open("PAY-2").fallback("SHOP-1", "PAY-2")

    assert told(drawing, "SHOP-1") == []


def test_a_parents_fallback_is_named_where_it_covers():
    drawing = waiting().open("SHOP-9").part("SHOP-1", "SHOP-9").fallback("SHOP-9", "SHOP-2", against="PAY-1")

    assert told(drawing, "SHOP-1") == ["PAY-1 is covered by SHOP-2, declared on SHOP-9."]
