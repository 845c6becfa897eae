from dataclasses import replace

import pytest

from service.speech.document import Document, Paragraph, Rows
from service.speech.markdown import render
from service.speech.visibility import Sight
from service.speech.wording import worded
from tests.drawing import Drawing


def waiting(ticket):
    drawing = Drawing().issue("SHOP-1", planned=True).open("SHOP-2", "PAY-1").waits("SHOP-1", "PAY-1")
    return drawing if ticket is None else drawing.fallback("SHOP-1", ticket)


def written(drawing, **changes):
    [finding] = drawing.findings()
    words = worded(replace(finding, **changes), Sight(finding.issue, frozenset({finding.links[0].blocker.ref.address})))
    return render(Document((Paragraph(words.verdict), Rows((words.row,)))))


@pytest.mark.parametrize(
    ("drawing", "why"),
    [
        (waiting("SHOP-1"), "is this very issue"),
        (waiting("PAY-1"), "is the blocker itself"),
        (waiting("SHOP-2").duplicate("SHOP-2", "SHOP-1"), "is a duplicate of this very issue"),
        (waiting("SHOP-2").duplicate("SHOP-2", "PAY-1"), "is a duplicate of `PAY-1`"),
        (waiting("SHOP-2").part("SHOP-1", "SHOP-2"), "is a parent of this very issue"),
        (waiting("SHOP-2").part("PAY-1", "SHOP-2"), "is a parent of `PAY-1`"),
    ],
)
def test_a_fallback_that_is_the_problem_is_told_which(drawing, why):
    verdict, row = written(drawing).strip().split("\n\n")

    assert verdict.startswith("the fallback `")
    assert verdict.endswith(why)
    assert row.endswith(f"{why}.")


def test_a_rule_that_has_no_words_of_its_own_is_named_with_its_link():
    drawing = waiting(None)

    text = written(drawing, code="ACME1", name="late-vendors", says="names SHOP-77 in its own way")

    assert text == "the rule `late-vendors` found something here\n\n- The rule `late-vendors`: waits on `PAY-1`.\n"


def test_a_false_fallback_whose_declaration_is_gone_is_worded_by_its_link():
    drawing = waiting("PAY-1")

    text = written(drawing, subject=drawing.findings()[0].links[0])

    assert text.startswith("the rule `fallback-is-the-problem` found something here")
