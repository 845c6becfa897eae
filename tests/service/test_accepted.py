from datetime import timedelta

import pytest

from rules.model import State
from rules.resolution import resolved
from service.accepted import accepted_in
from service.audit import audit_of
from tests.drawing import TODAY, Drawing

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def accepted(drawing):
    heard = resolved(drawing.facts.values())
    found = audit_of(heard, drawing.policy, as_of=TODAY, in_scope=lambda _: True, known_project=lambda _: True)
    return [(one.finding.code, one.finding.issue.ref.text, one.waiver.because) for one in accepted_in(found)]


def waiting():
    return (
        Drawing()
        .issue("SHOP-1", planned=True)
        .needs("SHOP-1", because="we sell")
        .open("PAY-1")
        .waits("SHOP-1", "PAY-1")
    )


def test_what_a_waiver_hides_is_shown_with_it():
    assert accepted(waiting().waiver("SHOP-1", until=TOMORROW, because="small")) == [("DT101", "SHOP-1", "small")]


def test_a_waiver_for_one_rule_accepts_what_that_one_finds():
    drawing = waiting().open("PAY-2").waits("SHOP-1", "PAY-2").issue("PAY-2", State.DROPPED)

    found = accepted(drawing.waiver("SHOP-1", until=TOMORROW, rule="blocker-dropped", because="small"))

    assert found == [("DT306", "SHOP-1", "small")]


@pytest.mark.parametrize(
    "drawing",
    [
        waiting(),
        waiting().waiver("SHOP-1", until=YESTERDAY),
        waiting().waiver("SHOP-1", until=TOMORROW, blocker="OPS-1").open("OPS-1"),
        waiting().issue("PAY-1", State.DONE).waiver("SHOP-1", until=TOMORROW),
    ],
    ids=["no waiver", "an ended one", "one for something else", "nothing to accept"],
)
def test_nothing_is_accepted(drawing):
    assert accepted(drawing) == []
