import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.github.markers import mark as hidden
from connectors.github.markers import mark_of
from service.speech.markers import Mark, Role, read, signed

ISSUE, KEY = "github/acme 1001", b"the store's own key"
MARK = Mark(ISSUE, Role.VERDICT, 7)
OURS = signed(MARK, KEY)


@given(issue=st.text(), role=st.sampled_from(Role), generation=st.integers(0, 10**18 - 1))
def test_what_was_signed_is_read(issue, role, generation):
    mark = Mark(issue, role, generation)

    assert read(signed(mark, KEY), KEY, issue) == mark
    assert mark_of(hidden("words", signed(mark, KEY))) == signed(mark, KEY)


def test_a_mark_names_neither_issue_nor_key():
    assert re.fullmatch(r"v1 verdict 7 [0-9a-f]{64}", OURS)
    assert "1001" not in OURS


@pytest.mark.parametrize(
    ("text", "key", "issue"),
    [
        pytest.param(OURS, b"another store's key", ISSUE, id="signed by another store"),
        pytest.param(OURS, KEY, "github/acme 2002", id="copied from another issue"),
        pytest.param(OURS.replace("verdict 7", "verdict 8"), KEY, ISSUE, id="another generation"),
        pytest.param(OURS.replace("verdict", "need-brief"), KEY, ISSUE, id="another role"),
        pytest.param(OURS.replace("verdict", "riddle"), KEY, ISSUE, id="an unknown role"),
        pytest.param(OURS.replace("v1", "v2"), KEY, ISSUE, id="another version"),
        pytest.param(OURS.upper(), KEY, ISSUE, id="in capitals"),
        pytest.param(OURS.replace(" 7 ", " \u0667 "), KEY, ISSUE, id="digits of another script"),
        pytest.param(OURS.replace(" 7 ", f" {'7' * 19} "), KEY, ISSUE, id="an endless generation"),
        pytest.param(OURS[:-6], KEY, ISSUE, id="cut off"),
        pytest.param(f"{OURS} ", KEY, ISSUE, id="something behind it"),
        pytest.param(f"see {OURS}", KEY, ISSUE, id="something before it"),
        pytest.param("", KEY, ISSUE, id="nothing"),
    ],
)
def test_what_this_store_did_not_sign_for_this_issue_is_not_ours(text, key, issue):
    assert read(text, key, issue) is None


def test_no_two_marks_have_one_signature():
    marks = [Mark("a 1", Role.VERDICT, 1), Mark("a 1", Role.VERDICT, 11), Mark("a 11", Role.VERDICT, 1)]
    marks += [Mark('a", "verdict', Role.VERDICT, 1), Mark("a 1", Role.BRIEF, 1)]

    assert len({signed(mark, KEY).split()[-1] for mark in marks}) == len(marks)
