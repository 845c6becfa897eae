"""Where a sweep goes on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.jira.bookmarks import VERSION, AmongNumbers, Bookmark, InWindow
from connectors.scanning import Sweep, Wanted

FRESH = Bookmark(VERSION, "open")


def read(resume, wanted=Wanted.OPEN):
    return Bookmark.read(Sweep(wanted=wanted, resume=resume))


@pytest.mark.parametrize(
    "cursor",
    [
        None,
        AmongNumbers([10_001, 10_002], "abc", asked=5.5, reached=7.25, left=12),
        InWindow(start=950, tail=["PAY-1 2026-11-23T12:00:00.000+0000"], reached=5.5, beyond=1.0),
    ],
)
def test_what_is_kept_is_read_again(cursor):
    mark = Bookmark(VERSION, "open", group=["PAY", "SHOP"], done="OPS", more=False, cursor=cursor)

    assert read(mark.text) == mark


def test_a_thousand_numbers_and_as_many_projects_as_a_question_takes_are_small():
    numbers = list(range(10_000_000, 10_001_000))
    mark = Bookmark(
        VERSION, "open", group=[f"PROJ{one:04}" for one in range(625)], cursor=AmongNumbers(numbers=numbers)
    )

    assert len(mark.text) < 20_000


BROKEN = {
    "nothing": "",
    "no JSON": "page 7",
    "another shape": "[1, 2]",
    "another version": f'{{"version":{VERSION + 1},"wanted":"open","group":["PAY"]}}',
    "another sweep": f'{{"version":{VERSION},"wanted":"moved","group":["PAY"]}}',
    "no key of a project": f'{{"version":{VERSION},"wanted":"open","group":["PAY\\") OR (x = \\"y"]}}',
    "a number below zero": f'{{"version":{VERSION},"wanted":"open","cursor":{{"type":"window","start":-5}}}}',
    "half of an emoji": "\ud83d",
    "very deep": "[" * 100_000,
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_nobody_understands_begins_anew(name):
    assert read(BROKEN[name]) == FRESH


@given(st.text())
def test_any_text_is_a_place_to_begin(text):
    assert read(text) == FRESH


def test_a_sweep_ends_behind_its_last_group():
    behind = [Bookmark(VERSION, "open", group=group, more=more) for group in ([], ["PAY"]) for more in (True, False)]

    assert [one.is_end for one in behind] == [False, True, False, False]
