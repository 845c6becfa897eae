import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.speech.markers import LONGEST, Mark, Role, read, stamp

ISSUE, KEY = "github/acme 1001", b"the store's own key"
MARK = Mark(ISSUE, Role.VERDICT, 7)
OURS = stamp("The fallback was dropped.", MARK, KEY)
MARKER = OURS.strip().splitlines()[-1]


@given(body=st.text(), issue=st.text(), role=st.sampled_from(Role), generation=st.integers(0, 10**18 - 1))
def test_what_was_stamped_is_read_whatever_is_said(body, issue, role, generation):
    mark = Mark(issue, role, generation)

    assert read(stamp(body, mark, KEY), KEY, issue) == mark


def test_a_marker_is_hidden_is_the_last_line_and_names_neither_issue_nor_key():
    assert re.fullmatch(r"<!-- detour: v1 verdict 7 [0-9a-f]{64} -->", MARKER)
    assert OURS.endswith(f"\n\n{MARKER}\n")
    assert "1001" not in MARKER


@pytest.mark.parametrize(
    ("body", "key", "issue"),
    [
        pytest.param(OURS, b"another store's key", ISSUE, id="signed by another store"),
        pytest.param(OURS, KEY, "github/acme 2002", id="copied from another issue"),
        pytest.param(OURS.replace("verdict 7", "verdict 8"), KEY, ISSUE, id="another generation"),
        pytest.param(OURS.replace("verdict", "need-brief"), KEY, ISSUE, id="another role"),
        pytest.param(OURS.replace("verdict", "riddle"), KEY, ISSUE, id="an unknown role"),
        pytest.param(OURS.replace("v1", "v2"), KEY, ISSUE, id="another version"),
        pytest.param(OURS.replace(MARKER, MARKER.upper()), KEY, ISSUE, id="in capitals"),
        pytest.param(OURS.replace(" 7 ", " \u0667 "), KEY, ISSUE, id="digits of another script"),
        pytest.param(OURS.replace(" 7 ", f" {'7' * 19} "), KEY, ISSUE, id="an endless generation"),
        pytest.param(OURS[:-6], KEY, ISSUE, id="cut off"),
        pytest.param(f"{OURS}\nWhat a person wrote below it", KEY, ISSUE, id="not the last line"),
        pytest.param(f"> {MARKER}", KEY, ISSUE, id="quoted"),
        pytest.param(OURS + " " * LONGEST, KEY, ISSUE, id="too far from the end"),
        pytest.param("", KEY, ISSUE, id="nothing"),
    ],
)
def test_what_this_store_did_not_sign_for_this_issue_is_not_ours(body, key, issue):
    assert read(body, key, issue) is None


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("A person mended a tpyo.\n" + OURS, id="words above it changed"),
        pytest.param(OURS.replace("\n", "\r\n"), id="line ends of a browser"),
        pytest.param(OURS.rstrip(), id="white space cut off"),
        pytest.param("x" * 1_000_000 + OURS, id="very long"),
    ],
)
def test_a_comment_stays_ours_whatever_people_and_trackers_do_to_its_words(body):
    assert read(body, KEY, ISSUE) == MARK


def test_of_two_markers_the_last_one_counts():
    both = stamp(OURS, Mark(ISSUE, Role.VERDICT, 8), KEY)

    assert read(both, KEY, ISSUE).generation == 8


def test_no_two_marks_have_one_signature():
    marks = [Mark("a 1", Role.VERDICT, 1), Mark("a 1", Role.VERDICT, 11), Mark("a 11", Role.VERDICT, 1)]
    marks += [Mark('a", "verdict', Role.VERDICT, 1), Mark("a 1", Role.BRIEF, 1)]

    assert len({stamp("", mark, KEY).split()[-2] for mark in marks}) == len(marks)
