from dataclasses import replace

import pytest

from connectors.contract import Reaction
from service.store.answers import Answer, answers_on, forget, keep
from service.store.merging import merge

DUE = Answer(1, "7", "digest", Reaction.DONE)
GIVEN = replace(DUE, comment="8", reaction=Reaction.NOT_DONE, reaction_id="90", settled=True)


@pytest.fixture
def connection(store):
    with store.begin() as connection:
        keep(connection, [DUE, GIVEN])
        yield connection


def test_answers_are_kept_by_issue_and_comment(connection):
    assert answers_on(connection, [1, 2]) == {(1, "7"): DUE, (1, "8"): GIVEN}


def test_an_answer_takes_the_place_of_the_one_before(connection):
    keep(connection, [replace(DUE, words="other", reaction_id="91", settled=True)])

    assert answers_on(connection, [1])[1, "7"] == replace(DUE, words="other", reaction_id="91", settled=True)


def test_an_answer_that_nobody_waits_for_is_forgotten(connection):
    forget(connection, [DUE])

    assert answers_on(connection, [1]) == {(1, "8"): GIVEN}


def test_answers_move_with_their_issue(connection):
    merge(connection, 1, 2)

    assert answers_on(connection, [1, 2]) == {(2, "7"): replace(DUE, issue_id=2), (2, "8"): replace(GIVEN, issue_id=2)}
