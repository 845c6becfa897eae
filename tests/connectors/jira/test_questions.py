"""Sweeps in JQL."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.jira.questions import Question, groups
from connectors.scanning import Sweep, Wanted

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NOW = NOON.timestamp()


def asked(wanted, since=None, **how):
    return Question.of(Sweep(wanted=wanted, since=since)).jql(["PAY", "SHOP"], NOW, **how)


def test_open_issues_are_asked_for_the_oldest_first():
    assert asked(Wanted.OPEN) == ('project in ("PAY", "SHOP") AND statusCategory != Done ORDER BY created ASC, key ASC')


@pytest.mark.parametrize(
    ("ago", "minutes"),
    [(timedelta(), 2), (timedelta(seconds=1), 3), (timedelta(minutes=15), 17), (timedelta(seconds=901), 18)],
)
def test_what_moved_is_asked_for_in_minutes_ago_rounded_up_with_two_for_clocks_that_differ(ago, minutes):
    assert asked(Wanted.MOVED, NOON - ago) == (
        f'project in ("PAY", "SHOP") AND updated >= "-{minutes}m" ORDER BY updated DESC, key DESC'
    )


def test_the_time_zone_of_a_moment_does_not_matter_nor_that_it_is_to_come():
    tomorrow = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    assert 'updated >= "-2m"' in asked(Wanted.MOVED, tomorrow)


def test_what_was_closed_is_asked_for_the_latest_first():
    assert asked(Wanted.CLOSED, NOON - timedelta(days=1), slack=60) == (
        'project in ("PAY", "SHOP") AND statusCategory = Done AND updated >= "-1502m" ORDER BY updated DESC, key DESC'
    )


def test_without_a_moment_everything_is_asked_for():
    assert "updated >=" not in asked(Wanted.CLOSED)


def test_a_sweep_goes_on_some_minutes_before_the_time_that_it_reached():
    reached = (NOON - timedelta(hours=2)).timestamp()

    assert 'AND created >= "-130m" ORDER' in asked(Wanted.OPEN, beyond=reached)
    assert 'AND updated <= "-110m" ORDER' in asked(Wanted.MOVED, NOON - timedelta(days=1), beyond=reached)
    assert "<=" not in asked(Wanted.MOVED, NOON - timedelta(days=1), beyond=NOW - 60)


def test_what_is_older_than_the_moment_by_more_than_clocks_differ_is_past():
    question = Question.of(Sweep(wanted=Wanted.CLOSED, since=NOON))

    assert [question.is_past(NOW - seconds) for seconds in (-60, 0, 119, 121)] == [False, False, False, True]
    assert not Question.of(Sweep(wanted=Wanted.OPEN, since=NOON)).is_past(0)


@given(st.lists(st.from_regex(r"\A[A-Z][A-Z0-9_]{0,254}\Z"), max_size=200))
def test_groups_hold_every_project_in_its_order_and_make_questions_that_jira_takes(keys):
    found = groups(keys)

    assert [key for group in found for key in group] == keys
    assert all(found)
    assert all(
        len(Question.of(Sweep(wanted=Wanted.CLOSED, since=NOON)).jql(group, NOW, beyond=0.0)) < 8_000 for group in found
    )


def test_a_thousand_projects_are_two_groups():
    assert [len(group) for group in groups([f"PROJ{number:04}" for number in range(1000)])] == [625, 375]
