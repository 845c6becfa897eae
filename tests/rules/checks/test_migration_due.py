import pytest

from rules.model import State
from rules.rule import Severity
from rules.statements import FallbackKind
from tests.drawing import TODAY, Drawing

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
    assert (finding.severity, finding.speaks) == (Severity.WARNING, True)


def test_one_that_was_begun_lives_too():
    assert len(hacked(ticket=State.OPEN).issue("SHOP-2", planned=True).findings(RULE)) == 1


def test_the_open_migration_is_where_it_is_told():
    [finding] = hacked(migration=State.OPEN).findings(RULE)

    assert finding.issue.ref.text == "SHOP-3"
    assert finding.action == "replace it now: do SHOP-3"


def test_where_the_migration_was_dropped_another_is_asked_for():
    [finding] = hacked(migration=State.DROPPED).findings(RULE)

    assert finding.issue.ref.text == "SHOP-1"
    assert finding.action == "replace it now: create a ticket for it, and name it: Migration: REF"


@pytest.mark.parametrize("ended", [State.DONE, State.DROPPED])
def test_of_a_closed_issue_only_reports_speak(ended):
    [finding] = hacked(issue=ended).findings(RULE)

    assert (finding.issue.ref.text, finding.severity) == ("SHOP-1", Severity.REPORT)
    assert not finding.speaks


def test_of_a_closed_issue_whose_migration_is_open_more_than_reports_speaks():
    [finding] = hacked(issue=State.DONE, migration=State.OPEN).findings(RULE)

    assert (finding.issue.ref.text, finding.severity) == ("SHOP-3", Severity.WARNING)


@pytest.mark.parametrize(
    "drawing",
    [
        hacked(State.OPEN),
        hacked(State.DROPPED),
        hacked(ticket=State.OPEN),
        hacked(ticket=State.DROPPED),
        hacked(migration=State.DONE),
        hacked().waiver("SHOP-1", until=TODAY, rule="DT203"),
    ],
    ids=["it has not come", "it never will", "nobody began the hack", "the hack was dropped", "replaced", "accepted"],
)
def test_nothing_is_due(drawing):
    assert drawing.findings(RULE) == []


def test_a_hack_that_stands_in_for_something_else_as_well_is_not_done_with():
    drawing = hacked(against=None).open("OPS-1").waits("SHOP-1", "OPS-1")

    assert drawing.findings(RULE) == []


def test_what_its_own_team_brought_is_no_matter_of_a_fallback():
    drawing = Drawing().open("SHOP-1").issue("SHOP-9", State.DONE).issue("SHOP-2", State.DONE).waits("SHOP-1", "SHOP-9")

    assert drawing.fallback("SHOP-1", "SHOP-2", kind=FallbackKind.HACK).findings(RULE) == []


def test_a_parents_hack_is_told_on_the_parent():
    drawing = Drawing().open("SHOP-1", "SHOP-9").part("SHOP-1", "SHOP-9").issue("PAY-1", State.DONE)
    drawing.waits("SHOP-1", "PAY-1").issue("SHOP-2", State.DONE)

    [finding] = drawing.fallback("SHOP-9", "SHOP-2", against="PAY-1", kind=FallbackKind.REBUILD).findings(RULE)

    assert finding.issue.ref.text == "SHOP-9"
    assert [link.blocked.ref.text for link in finding.links] == ["SHOP-1"]


def test_several_hacks_for_one_blocker_are_told_at_once():
    drawing = hacked(against=None).issue("SHOP-5", State.DONE).fallback("SHOP-1", "SHOP-5", kind=FallbackKind.REBUILD)

    [finding] = drawing.findings(RULE)

    assert finding.message == "PAY-1 came, and the hacks SHOP-2 of SHOP-1 and SHOP-5 of SHOP-1 live on"


def test_a_blocker_closed_as_a_duplicate_has_come_when_its_original_has():
    drawing = hacked(State.DROPPED, against="PAY-1").issue("PAY-1", State.DROPPED, closed_as_duplicate=True)

    [finding] = drawing.issue("PAY-2", State.DONE).duplicate("PAY-1", "PAY-2").findings(RULE)

    assert finding.message.startswith("PAY-2 came")


def test_a_waiver_does_not_make_a_hack_due_that_stands_in_for_something_else():
    drawing = hacked(against=None).open("OPS-1").waits("SHOP-1", "OPS-1")

    assert drawing.waiver("SHOP-1", until=TODAY, blocker="OPS-1", rule="DT203").findings(RULE) == []
