import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.github.markers import LONGEST, mark, mark_of

TEXT = "v1 verdict 7 0f"
OURS = mark("The fallback was dropped.", TEXT)
MARKER = OURS.strip().splitlines()[-1]


@given(body=st.text(), text=st.text("abc019 -", min_size=1, max_size=256))
def test_a_mark_is_found_whatever_is_said_above_it(body, text):
    assert mark_of(mark(body, text)) == text


def test_a_mark_is_hidden_and_the_last_line():
    assert MARKER == "<!-- detour: v1 verdict 7 0f -->"
    assert OURS.endswith(f".\n\n{MARKER}\n")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(OURS.replace(MARKER, MARKER.upper()), id="in capitals"),
        pytest.param(OURS.replace(" 7 ", " \u0667 "), id="digits of another script"),
        pytest.param(OURS[:-6], id="cut off"),
        pytest.param(f"{OURS}\nWhat a person wrote below it", id="not the last line"),
        pytest.param(f"> {MARKER}", id="quoted"),
        pytest.param(OURS + " " * LONGEST, id="too far from the end"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_marker_at_the_end_marks_nothing(body):
    assert mark_of(body) == ""


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("A person mended a tpyo.\n" + OURS, id="words above it changed"),
        pytest.param(OURS.replace("\n", "\r\n"), id="line ends of a browser"),
        pytest.param(OURS.rstrip(), id="white space cut off"),
        pytest.param("x" * 1_000_000 + OURS, id="very long"),
    ],
)
def test_a_mark_stays_whatever_people_and_trackers_do_to_the_words(body):
    assert mark_of(body) == TEXT


def test_of_two_markers_the_last_one_counts():
    assert mark_of(mark(OURS, "v1 verdict 8 0f")) == "v1 verdict 8 0f"
