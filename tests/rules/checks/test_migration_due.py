import pytest

from rules.model import FallbackKind, State
from rules.rule import Severity
from tests.drawing import Drawing

RULE = "migration-due"


def hacked(blocker=State.DONE, ticket=State.DONE, *, issue=State.OPEN, migration=None, against="PAY-1"):
    drawing = Drawing().issue("SHOP-1", issue).issue("PAY-1", blocker).issue("SHOP-2", ticket).waits("SHOP-1", "PAY-1")
    to = None
    if migration is not None:
        drawing.issue("SHOP-3", migration)
        to = "SHOP-3"
    return drawing.fallback("SHOP-1", "SHOP-2", kind=FallbackKind.HACK, against=against, migration=to)


@pytest.mark.parametrize("against", ["PAY-1", None])
def test_a_hack_is_replaced_once_what_it_stood_in_for_has_come(against):
    [finding] = hacked(against=against).findings(RULE)

    assert finding.message == "PAY-1 came, and the hack SHOP-2 of SHOP-1 lives on"


def test_the_open_migration_is_where_it_is_told():
    [finding] = hacked(migration=State.OPEN).findings(RULE)

    assert finding.issue.ref.text == "SHOP-3"
    assert finding.action == "replace it now: do SHOP-3"


def test_of_a_closed_issue_only_reports_speak():
    [finding] = hacked(issue=State.DONE).findings(RULE)

    assert (finding.issue.ref.text, finding.severity) == ("SHOP-1", Severity.REPORT)


@pytest.mark.parametrize(
    "drawing",
    [
        hacked(State.OPEN),
        hacked(State.DROPPED),
        hacked(ticket=State.OPEN),
        hacked(ticket=State.DROPPED),
        hacked(migration=State.DONE),
    ],
    ids=["it has not come", "it never will", "nobody began the hack", "the hack was dropped", "it was replaced"],
)
def test_nothing_is_due(drawing):
    assert drawing.findings(RULE) == []
