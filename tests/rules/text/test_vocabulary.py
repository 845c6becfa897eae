"""Which texts are read at all: none that says anything may be passed over."""

import re
import sys

import pytest

from rules.text import Keywords, may_say, read
from rules.text.passages import Passage

ALIKE = re.findall("[a-z]", "".join(map(chr, range(128, sys.maxunicode + 1))), re.IGNORECASE)
"""The letters beyond ASCII that an expression which ignores case takes for letters of ASCII."""


def spelt_alike(line):
    """The line with each letter that has one exchanged for another that counts as it."""
    letters = filter(str.isalpha, line)
    return [line.replace(one, other) for one in letters for other in ALIKE if re.match(one, other, re.IGNORECASE)]


@pytest.mark.parametrize("line", ["Blocked by: PAY-3", "DEPENDS ON PAY-3", "Cost: remove 3d", "Decide by 2026-12-01"])
def test_a_keyword_is_met_in_every_spelling_in_which_it_is_read(line):
    spellings = [line.lower().replace("pay", "PAY")]
    spellings += spelt_alike(line)

    assert len(spellings) > 1
    for spelling in spellings:
        assert read([Passage(spelling)])
        assert may_say(f"Some words before.\n{spelling}")


def test_a_text_without_any_keyword_says_nothing():
    assert not may_say("As a customer I want the checkout to know my address: Größe und Maß")


@pytest.mark.parametrize("spelling", ["ЖДЁТ PAY-3", "ждёт PAY-3", "Ждёт PAY-3"])
def test_keywords_of_any_alphabet_are_met_in_either_case(spelling):
    keywords = Keywords(waits_on=("Ждёт",))

    assert read([Passage(spelling)], keywords=keywords)
    assert may_say(spelling, keywords)


@pytest.mark.parametrize(
    "line",
    [
        "Cost: build 3d, keep 1 day/week, remove 2d",
        "Fallback: PAY-3 (rebuild)",
        "Fallback: PAY-3 (smaller scope)",
        "Fallback: PAY-3 (hack)",
        "Needed by 3 Sep 2026",
        "Needed by Sep 3, 2026",
    ],
)
def test_letters_that_only_count_as_ours_break_nothing(line):
    """Words that are looked up once they are found may be spelt in no letters but those that they are looked up by."""
    spellings = spelt_alike(line)

    assert spellings
    for spelling in spellings:
        assert read([Passage("Blocked by PAY-1"), Passage(spelling)])[0] == read([Passage("Blocked by PAY-1")])[0]
