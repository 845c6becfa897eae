"""What was written is counted by team, and what was too much is kept until it is told."""

import pytest

from service.speech.markers import Role
from service.store.aliases import add_alias
from service.store.noise import Noise, Thread, count, held_in, hold, let_go, note, take_back

HERE, BRIEF, THERE = Thread(1, Role.VERDICT), Thread(1, Role.BRIEF), Thread(2, Role.VERDICT)


@pytest.fixture
def connection(store):
    with store.begin() as connection:
        yield connection


def test_comments_and_edits_of_a_team_are_counted_from_a_moment_on(connection):
    for at in (1.0, 5.0, 9.0):
        note(connection, HERE, Noise.COMMENT, int(at), team="web", at=at)
    note(connection, BRIEF, Noise.EDIT, 1, team="web", at=6.0)
    note(connection, THERE, Noise.COMMENT, 1, team="payments", at=7.0)

    assert count(connection, "web", 5.0) == {Noise.COMMENT: 2, Noise.EDIT: 1}
    assert count(connection, "payments", 0.0) == {Noise.COMMENT: 1, Noise.EDIT: 0}
    assert count(connection, "nobody", 0.0) == {Noise.COMMENT: 0, Noise.EDIT: 0}


def test_a_comment_that_was_not_made_is_taken_back_and_no_other_and_no_edit_of_it(connection):
    for thread, generation in ((HERE, 1), (HERE, 2), (BRIEF, 2), (THERE, 2)):
        note(connection, thread, Noise.COMMENT, generation, team="web", at=1.0)
    note(connection, HERE, Noise.EDIT, 2, team="web", at=1.0)

    take_back(connection, HERE, 2)

    assert count(connection, "web", 0.0) == {Noise.COMMENT: 3, Noise.EDIT: 1}


def test_events_are_held_once_and_until_they_are_let_go(connection):
    hold(connection, HERE, {"a", "b"}, 1.0)
    hold(connection, HERE, {"b", "c"}, 2.0)
    hold(connection, BRIEF, {"a"}, 2.0)
    hold(connection, THERE, (), 2.0)
    before = held_in(connection, HERE), held_in(connection, THERE)

    let_go(connection, HERE, {"a", "x"})
    some = held_in(connection, HERE)
    let_go(connection, HERE)

    assert before == ({"a", "b", "c"}, frozenset())
    assert some == {"b", "c"}
    assert (held_in(connection, HERE), held_in(connection, BRIEF)) == (frozenset(), {"a"})


def test_what_was_held_of_a_row_that_is_another_by_now_is_held_of_that_until_it_is_let_go(connection):
    hold(connection, HERE, {"DT101:1:7", "DT101:1:8"}, 1.0)
    add_alias(connection, 7, 9)
    before = held_in(connection, HERE)

    let_go(connection, HERE, {"DT101:1:9"})

    assert before == {"DT101:1:9", "DT101:1:8"}
    assert held_in(connection, HERE) == {"DT101:1:8"}


@pytest.mark.parametrize("events", [None, {"DT101:1:8"}])
def test_what_was_told_on_a_row_that_is_another_by_now_was_told_there(connection, events):
    add_alias(connection, 5, HERE.issue_id)
    hold(connection, HERE, {"DT101:1:8"}, 1.0)

    let_go(connection, Thread(5, HERE.role), events)

    assert held_in(connection, HERE) == frozenset()
