"""How a wait goes, in the words of a comment; and what readers who may not see the other project are not told."""

from datetime import timedelta

import pytest

from rules.model import State
from rules.statements import FallbackKind
from service.speech.course_wording import OF_COURSE
from service.speech.document import Document, Paragraph, Rows
from service.speech.markdown import render
from service.speech.visibility import Sight
from service.speech.wording import worded
from tests.drawing import TODAY, Drawing

DAY = timedelta(days=1)
STATED, HIDDEN = True, False


def waiting(**blocker):
    return Drawing().issue("SHOP-1", planned=True).issue("PAY-1", **blocker).waits("SHOP-1", "PAY-1")


def urgent():
    drawing = Drawing().issue("SHOP-1", planned=True, priority="Highest").issue("PAY-1", priority="Low")
    return drawing.waits("SHOP-1", "PAY-1")


def slipped():
    drawing = waiting(needed_by=TODAY + 30 * DAY)
    return drawing.needs("SHOP-1", by=TODAY + 20 * DAY).seen("PAY-1", planned_before=TODAY + 10 * DAY)


def left():
    return waiting().seen("PAY-1", left_plan=True)


def stuck():
    drawing = Drawing().issue("SHOP-1", planned=True, moved=TODAY - 40 * DAY).issue("PAY-1")
    return drawing.waits("SHOP-1", "PAY-1")


def deep():
    drawing = Drawing().open("A-1", "B-1", "C-1", "D-1", "E-1", planned=True)
    return drawing.waits("A-1", "B-1").waits("B-1", "C-1").waits("C-1", "D-1").waits("D-1", "E-1")


def released():
    drawing = Drawing().issue("SHOP-1", planned=True, created=TODAY - 40 * DAY)
    return drawing.issue("PAY-1", State.DONE, closed=TODAY).seen("PAY-1", came=TODAY).waits("SHOP-1", "PAY-1")


def written(drawing, rule, stated):
    [finding] = drawing.findings(rule)
    ends = {end.ref.address for link in finding.links for end in (link.blocked, link.blocker)}
    words = worded(finding, Sight(finding.issue, frozenset(ends if stated else ())))
    return render(Document((Paragraph(words.verdict), Paragraph(words.action), Rows((words.row,)))))


def over():
    return waiting(state=State.DONE).waiver("SHOP-1", until=TODAY)


def away():
    return waiting().needs("SHOP-1", away_team=True)


def lapsed():
    return waiting().waiver("SHOP-1", until=TODAY - DAY)


def hacked():
    drawing = waiting(state=State.DONE).issue("SHOP-2", State.DONE)
    return drawing.fallback("SHOP-1", "SHOP-2", kind=FallbackKind.HACK)


CASES = [
    ("waiver-unused", over(), "a waiver here has nothing to accept", "The waiver for `PAY-1`"),
    ("migration-due", hacked(), "`PAY-1` has come, and what was built in its stead", "`PAY-1` is done, and the hack"),
    ("away-team-overstays", away(), "an away team was to be back, or has no guide", "guide @WHO, until DATE"),
    ("waiver-expired", lapsed(), "the waiver for `PAY-1` ended on 22 Nov 2026", "its waiver ended on 22 Nov 2026"),
    ("need-not-stated", waiting(), "nothing here says why or by when it is needed", "`PAY-1`"),
    ("importance-mismatch", urgent(), "this is far more urgent than `PAY-1` is to its own team", "of priority 4"),
    ("request-gone-quiet", waiting(moved=TODAY - 20 * DAY), "`PAY-1` has been quiet since 3 Nov 2026", "`PAY-1`"),
    ("blocker-slipped", slipped(), "`PAY-1` is due on 23 Dec 2026, after the day", "it was due on 3 Dec 2026 before"),
    ("blocker-slipped", left(), "`PAY-1` has left its team's plan", "`PAY-1`"),
    ("waiting-too-long", stuck(), "nothing has moved here for a while", "`PAY-1`"),
    ("deep-chain", deep(), "the waiting is passed on 4 times", "`B-1`, `C-1`, `D-1` and `E-1`"),
    ("released", released(), "this waits on no other team any more: `PAY-1` is done", "is done since 23 Nov 2026"),
]
DRAWN = [(rule, drawing) for rule, drawing, *_ in CASES]


@pytest.mark.parametrize(("rule", "drawing", "verdict", "row"), CASES)
def test_each_says_what_it_found(rule, drawing, verdict, row):
    text = written(drawing, rule, STATED)

    assert verdict in text
    assert row in text


@pytest.mark.parametrize(("rule", "drawing"), DRAWN)
def test_none_names_an_issue_that_its_readers_may_not_see(rule, drawing):
    text = written(drawing, rule, HIDDEN)

    assert "PAY" not in text
    assert "B-1" not in text
    assert "Title of" not in text


@pytest.mark.parametrize(("rule", "drawing"), DRAWN)
def test_none_says_still(rule, drawing):
    assert "still" not in written(drawing, rule, STATED)


def test_every_rule_with_words_is_looked_at_here():
    found = {finding.code for rule, drawing in DRAWN for finding in drawing.findings(rule)}

    assert found == set(OF_COURSE)
