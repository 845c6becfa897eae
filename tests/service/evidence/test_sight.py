"""Who may not see an issue does not read its words in the evidence on another one."""

from service.access.sight import Sight
from service.evidence.gathering import evidence_of
from service.evidence.saying import text_of
from service.evidence.sight import seen
from tests.drawing import ref
from tests.service.overview.drawn import planned, reported


def test_statements_of_a_hidden_issue_are_left_out_and_others_name_no_hidden_one():
    drawing = planned("SHOP-1").open("PAY-1", "OPS-1").waits("SHOP-1", "PAY-1", "OPS-1").waits("PAY-1", "SHOP-1")
    evidence = evidence_of(reported(drawing).audit, ref("SHOP-1"))

    lines = [text_of(one) for one in seen(evidence, Sight(closed=("jira:PAY",))).statements]

    assert {line.partition("  ")[0] for line in lines} == {
        "SHOP-1 waits on OPS-1",
        "SHOP-1 waits on an issue that you may not see",
    }
    assert seen(evidence, Sight()) == evidence
