"""What is printed moves no cursor and hides nothing, and is else as it was."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from service.printable import INVISIBLE, printable


@given(st.text(st.characters(codec=None)))
@example("\u00a0 no-break")
@example("\ud800")
@example("\u202e")
def test_only_what_cannot_be_seen_is_a_space(text):
    shown = printable(text)

    assert len(shown) == len(text)
    for before, after in zip(text, shown, strict=True):
        assert after == (" " if unicodedata.category(before) in INVISIBLE else before)


def test_a_long_text_is_cut_with_an_ellipsis():
    assert printable("x" * 11, 10) == "x" * 9 + "…"
    assert printable("x" * 10, 10) == "x" * 10
