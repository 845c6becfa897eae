from datetime import timedelta
from itertools import pairwise

import pytest

from rules.model import State
from rules.rule import Severity
from tests.drawing import TODAY, Drawing

RULE = "deep-chain"


def chain(*keys):
    """Each of the issues waits on the next one."""
    drawing = Drawing().open(*keys)
    for blocked, blocker in pairwise(keys):
        drawing.waits(blocked, blocker)
    return drawing


def told(drawing, **settings):
    return [(finding.issue.ref.text, finding.severity) for finding in drawing.findings(RULE, **settings)]


def test_a_chain_that_passes_more_than_three_times_from_team_to_team_is_told_at_its_head():
    [finding] = chain("SHOP-1", "PAY-1", "OPS-1", "LAB-1", "WEB-1").findings(RULE)

    assert (finding.severity, finding.speaks) == (Severity.WARNING, False)
    assert finding.issue.ref.text == "SHOP-1"
    assert finding.message == (
        "the waiting is passed on 4 times from team to team: PAY-1 (PAY), OPS-1 (OPS), LAB-1 (LAB) and WEB-1 (WEB)"
    )
    assert finding.action == "ask WEB itself for the part that is needed, or cut the chain by a fallback"
    assert [link.blocker.ref.text for link in finding.links] == ["PAY-1", "OPS-1", "LAB-1", "WEB-1"]


def test_three_times_is_no_deep_chain():
    assert told(chain("SHOP-1", "PAY-1", "OPS-1", "LAB-1")) == []


def test_how_long_a_chain_may_be_is_a_setting():
    assert told(chain("SHOP-1", "PAY-1", "OPS-1"), longest=1) == [("SHOP-1", Severity.WARNING)]


def test_links_inside_a_team_lengthen_no_chain():
    assert told(chain("SHOP-1", "SHOP-2", "PAY-1", "PAY-2", "OPS-1", "LAB-1", "LAB-2")) == []


def test_those_who_wait_on_the_head_are_not_told_again():
    drawing = chain("APP-1", "TOOL-1", "SHOP-2", "SHOP-1", "PAY-1", "OPS-1", "LAB-1", "WEB-1")

    assert told(drawing) == [("SHOP-1", Severity.WARNING)]


def test_two_that_wait_on_the_same_chain_are_two_heads():
    drawing = chain("SHOP-1", "PAY-1", "OPS-1", "LAB-1", "WEB-1").open("APP-1").waits("APP-1", "PAY-1")

    assert sorted(told(drawing)) == [("APP-1", Severity.WARNING), ("SHOP-1", Severity.WARNING)]


def test_the_next_one_is_told_where_nothing_can_be_said_on_the_head_itself():
    drawing = Drawing().open("APP-1", "PAY-1", "OPS-1", "LAB-1").waits("APP-1", "SHOP-1")
    drawing.told("APP-1", "SHOP-1", State.OPEN).waits("SHOP-1", "PAY-1", by="PAY-1")
    drawing.waits("PAY-1", "OPS-1").waits("OPS-1", "LAB-1").waits("LAB-1", "WEB-1")

    assert told(drawing) == [("APP-1", Severity.WARNING)]


def test_a_ring_is_one_place_and_its_first_issue_the_head():
    drawing = chain("SHOP-1", "PAY-1", "OPS-1", "LAB-1", "WEB-1").open("APP-1")

    drawing.waits("SHOP-1", "APP-1").waits("APP-1", "SHOP-1").waits("APP-1", "PAY-1")

    assert told(drawing) == [("APP-1", Severity.WARNING)]


def test_a_ring_alone_is_no_chain():
    drawing = chain("SHOP-1", "PAY-1", "OPS-1", "LAB-1", "WEB-1").waits("WEB-1", "SHOP-1")

    assert told(drawing) == []


@pytest.mark.parametrize("state", [State.DONE, State.DROPPED])
def test_what_ended_ends_the_chain(state):
    assert told(chain("SHOP-1", "PAY-1", "OPS-1", "LAB-1", "WEB-1").issue("WEB-1", state)) == []


def test_what_cannot_be_read_counts_as_open():
    drawing = chain("SHOP-1", "PAY-1", "OPS-1", "LAB-1").waits("LAB-1", "WEB-1")

    assert told(drawing) == [("SHOP-1", Severity.WARNING)]


def test_a_fallback_that_cuts_the_chain_leaves_it_to_the_page():
    drawing = chain("SHOP-1", "PAY-1", "OPS-1", "LAB-1", "WEB-1").open("OPS-2").fallback("OPS-1", "OPS-2")

    assert told(drawing) == [("SHOP-1", Severity.REPORT)]


def test_a_fallback_that_leaves_the_chain_too_long_moves_its_head():
    drawing = chain("APP-1", "SHOP-1", "PAY-1", "OPS-1", "LAB-1", "WEB-1").open("LAB-2").fallback("LAB-1", "LAB-2")

    assert told(drawing) == [("APP-1", Severity.WARNING), ("SHOP-1", Severity.REPORT)]


def test_a_waiver_cuts_it_as_a_fallback_does():
    drawing = chain("SHOP-1", "PAY-1", "OPS-1", "LAB-1", "WEB-1")
    drawing.waiver("SHOP-1", until=TODAY + timedelta(days=3), rule="DT403")

    assert told(drawing) == [("SHOP-1", Severity.REPORT)]


def test_an_organisation_without_links_has_no_chain():
    assert told(Drawing().open("SHOP-1")) == []
