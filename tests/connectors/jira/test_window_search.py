"""Data Center's pages by place: they overlap, and lead back where that is not enough to be sure."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.jira import window_search
from connectors.jira.answers import Bulk
from connectors.jira.bookmarks import InWindow
from connectors.jira.questions import Question
from connectors.jira.window_search import Window
from connectors.scanning import Sweep, Wanted

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
OPEN = Question.of(Sweep(wanted=Wanted.OPEN))
MOVED = Question.of(Sweep(wanted=Wanted.MOVED, since=NOON))


def issue(number, seconds=None):
    """An issue that was opened so many seconds after noon; by itself, one a second."""
    time = NOON + timedelta(seconds=number if seconds is None else seconds)
    told = f"{time:%Y-%m-%dT%H:%M:%S}.000+0000"
    fields = {"created": told, "updated": told}
    return msgspec.Raw(msgspec.json.encode({"id": str(number), "key": f"PAY-{number}", "fields": fields}))


def page(issues, start, size=40):
    """What a server shows of these."""
    return Bulk([*issues[start : start + size]], start_at=start, max_results=size, total=len(issues))


def step(cursor, issues, question=OPEN, size=40):
    return Window(question, cursor, page(issues, cursor.start, size)).step()


def numbers(step):
    return [int(msgspec.json.decode(raw)["id"]) for raw in step.issues]


def test_a_page_overlaps_with_the_one_before_by_a_twentieth():
    issues = [issue(number) for number in range(100)]

    first = step(InWindow(), issues)
    second = step(first.cursor, issues)
    third = step(second.cursor, issues)

    assert [numbers(one)[0] for one in (first, second, third)] == [0, 38, 76]
    assert [one.left for one in (first, second, third)] == [60, 22, 0]
    assert (third.cursor, numbers(third)[-1]) == (None, 99)


@pytest.mark.parametrize(("closed", "goes_back"), [(0, False), (1, False), (2, True), (30, True)])
def test_a_page_that_begins_behind_what_was_read_leads_back(closed, goes_back):
    issues = [issue(number, seconds=0) for number in range(100)]
    cursor = step(InWindow(), issues).cursor

    second = step(cursor, issues[closed:])

    assert (numbers(second) == []) == goes_back
    assert second.cursor.start == (0 if goes_back else 76)


def test_an_issue_that_is_older_than_the_last_one_that_was_read_is_proof_enough():
    issues = [issue(number) for number in range(100)]
    cursor = step(InWindow(), issues).cursor
    reopened = [issue(200 + number, seconds=5) for number in range(9)]

    second = step(cursor, [*issues[:6], *reopened, *issues[6:]])

    assert numbers(second)[0] == 29


def test_an_issue_of_the_same_second_proves_nothing():
    issues = [issue(number, seconds=number // 50) for number in range(100)]
    cursor = step(InWindow(), issues).cursor

    second = step(cursor, issues[3:])

    assert (numbers(second), second.cursor.start) == ([], 0)


def test_an_issue_that_was_moved_to_another_key_proves_nothing():
    issues = [issue(number, seconds=0) for number in range(100)]
    cursor = step(InWindow(), issues).cursor
    issues[38] = msgspec.Raw(bytes(issues[38]).replace(b"PAY-38", b"SHOP-1"))

    second = step(cursor, issues)

    assert (numbers(second), second.cursor.start) == ([], 0)


def test_an_empty_page_is_no_end_unless_it_is_the_first():
    issues = [issue(number) for number in range(60)]
    cursor = step(InWindow(), issues).cursor

    back = step(cursor, issues[30:])
    there = step(back.cursor, issues[30:])
    none = step(InWindow(), [])

    assert (numbers(back), back.cursor.start) == ([], 0)
    assert (numbers(there), there.cursor) == ([*range(30, 60)], None)
    assert (numbers(none), none.cursor) == ([], None)


def test_where_what_changed_last_comes_first_newer_ones_may_come_before():
    issues = [issue(number, seconds=1000 - number) for number in range(100)]
    cursor = step(InWindow(), issues, MOVED).cursor
    edited = [issue(200 + number, seconds=2000) for number in range(20)]

    shifted = step(cursor, [*edited, *issues], MOVED)
    back = step(cursor, issues[10:], MOVED)

    assert numbers(shifted)[0] == 18
    assert (numbers(back), back.cursor.start) == ([], 0)


def test_a_server_that_shows_one_issue_at_a_time_is_gone_through():
    issues = [issue(number) for number in range(4)]

    met, cursor = [], InWindow()
    while cursor is not None:
        taken = step(cursor, issues, size=1)
        met += numbers(taken)
        cursor = taken.cursor

    assert met == [0, 1, 2, 3]


def test_issues_that_tell_no_time_are_gone_through_by_their_keys():
    issues = [msgspec.Raw(b'{"key": "PAY-%d", "fields": {}}' % number) for number in range(100)]

    first = step(InWindow(), issues)
    second = step(first.cursor, issues)

    assert [len(one.issues) for one in (first, second)] == [40, 40]
    assert step(first.cursor, issues[3:]).issues == ()


def test_before_it_goes_too_deep_a_search_begins_anew_at_the_time_that_it_reached(monkeypatch):
    monkeypatch.setattr(window_search, "DEEPEST", 100)
    issues = [issue(number, seconds=60 * number) for number in range(300)]

    second = step(step(InWindow(), issues).cursor, issues)

    assert second.cursor == InWindow(beyond=(NOON + timedelta(minutes=77)).timestamp())


def test_it_goes_as_deep_as_it_must_where_everything_came_about_at_once(monkeypatch):
    monkeypatch.setattr(window_search, "DEEPEST", 100)
    issues = [issue(number, seconds=0) for number in range(300)]

    second = step(step(InWindow(), issues).cursor, issues)

    assert (second.cursor.start, second.cursor.beyond) == (76, None)


CHAPTERS = st.lists(st.lists(st.integers(0, 59), max_size=25, unique=True), max_size=12)


@given(chapters=CHAPTERS, a_second=st.integers(1, 60), size=st.integers(2, 30))
def test_whatever_leaves_a_search_no_page_passes_over_what_stays(chapters, a_second, size):
    there = {number: issue(number, seconds=number // a_second) for number in range(60)}
    steady = set(there) - {number for chapter in chapters for number in chapter}
    met, cursor, chapter = set(), InWindow(), iter(chapters)

    while cursor is not None:
        taken = step(cursor, [there[number] for number in sorted(there)], size=size)
        met |= set(numbers(taken))
        cursor = taken.cursor
        for number in next(chapter, ()):
            there.pop(number, None)

    assert steady <= met
