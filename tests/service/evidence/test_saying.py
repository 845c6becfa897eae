"""Statements in our words, with the issues in their places."""

from datetime import date

import pytest

from rules.statements import Acknowledgement, Child, Drop, Duplicate, Fallback, Migration, Said, Source, Wait, Waiver
from service.evidence.saying import statement_of, text_of
from service.survey.shown import Issue
from tests.drawing import ref

SAID = Said(Source.COMMAND, ref("A-1"))
ONE, OTHER, THIRD = ref("A-1"), ref("B-1"), ref("C-1")


def named(where):
    return Issue(where.site, where.text, "", "")


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (Wait(ONE, OTHER, SAID), "A-1 waits on B-1  [command of A-1]"),
        (Fallback(ONE, OTHER, SAID), "A-1 has the fallback B-1 for whatever blocks it  [command of A-1]"),
        (Fallback(ONE, OTHER, SAID, THIRD), "A-1 has the fallback B-1 for C-1  [command of A-1]"),
        (Duplicate(ONE, OTHER, SAID), "A-1 is a duplicate of B-1  [command of A-1]"),
        (Child(ONE, OTHER, SAID), "A-1 is a part of B-1  [command of A-1]"),
        (Drop(ONE, None, "x", SAID), "A-1 no longer waits on anything, because x  [command of A-1]"),
        (
            Migration(ONE, OTHER, THIRD, SAID),
            "A-1 replaces its fallback C-1 by B-1 once that can be  [command of A-1]",
        ),
        (Acknowledgement(ONE, SAID), "what A-1 asks for was understood  [command of A-1]"),
        (
            Waiver(ONE, date(2026, 12, 1), "x", "lead", OTHER),
            "A-1 waives B-1 until 2026-12-01, because x",
        ),
    ],
)
def test_each_kind_is_a_sentence(said, text):
    assert text_of(statement_of(said, named)) == text
