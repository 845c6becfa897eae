"""Fallbacks that stand, in the words of a comment."""

from datetime import timedelta

import pytest

from rules.model import State
from rules.statements import Cost, FallbackKind
from service.speech.document import Document, Paragraph, Rows
from service.speech.markdown import render
from service.speech.plan_wording import OF_PLANS
from service.speech.visibility import Sight
from service.speech.wording import worded
from tests.drawing import TODAY, Drawing

DAY = timedelta(days=1)


def covered(*, kind=FallbackKind.OTHER, days=3, **blocker):
    drawing = Drawing().issue("SHOP-1", planned=True).issue("PAY-1", **blocker).open("SHOP-2")
    drawing.waits("SHOP-1", "PAY-1").needs("SHOP-1", by=TODAY + 3 * DAY)
    return drawing.fallback("SHOP-1", "SHOP-2", kind=kind, cost=Cost(build=days))


def doubtful():
    """A plan that waits on two teams, with even odds of neither."""
    drawing = Drawing().issue("SHOP-1", planned=True).open("PAY-1", "OPS-1")
    return drawing.waits("SHOP-1", "PAY-1").waits("SHOP-1", "OPS-1")


def written(drawing, rule, stated):
    [finding] = drawing.findings(rule)
    ends = {end.ref.address for link in finding.links for end in (link.blocked, link.blocker)}
    words = worded(finding, Sight(finding.issue, frozenset(ends if stated else ())))
    return render(Document((Paragraph(words.verdict), Paragraph(words.action), Rows((words.row,)))))


CASES = [
    ("fallback-not-started", covered(), "the day to decide by is 23 Nov 2026"),
    ("fallback-not-started", covered(state=State.DROPPED), "`PAY-1` was closed without being done"),
    ("fallback-not-started", covered(days=1, needed_by=TODAY + 9 * DAY), "`PAY-1` is due on 2 Dec 2026"),
    ("fallback-too-late", covered(days=4), "takes 4 working days, and this is needed by 26 Nov 2026"),
    ("hack-without-migration", covered(kind=FallbackKind.HACK), "has no ticket for getting rid of it"),
    ("fallback-without-cost", covered(kind=FallbackKind.HACK), "nobody has said what the fallback `SHOP-2` costs"),
    ("away-team-not-considered", covered(kind=FallbackKind.HACK), "nobody was asked about an away team"),
    ("danger-zone", doubtful(), "what this plan waits on comes in time with odds of 36 %"),
]


@pytest.mark.parametrize(("rule", "drawing", "said"), CASES)
def test_each_says_what_it_found(rule, drawing, said):
    assert said in written(drawing, rule, stated=True)


@pytest.mark.parametrize(("rule", "drawing"), [(rule, drawing) for rule, drawing, _ in CASES])
def test_none_names_another_project_that_its_readers_may_not_see(rule, drawing):
    text = written(drawing, rule, stated=False)

    assert "PAY" not in text
    assert "SHOP-2" in text or rule == "danger-zone"


def test_every_rule_with_words_is_looked_at_here():
    assert {finding.code for rule, drawing, _ in CASES for finding in drawing.findings(rule)} == set(OF_PLANS)
