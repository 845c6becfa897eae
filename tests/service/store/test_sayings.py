from dataclasses import replace

import pytest

from service.speech.markers import Role
from service.speech.said import Said, SaidState
from service.store.aliases import add_alias
from service.store.sayings import all_said_on, keep, said_on

STANDS = Said(Role.VERDICT, 3, "digest", frozenset({"b", "a"}), "30", SaidState.STANDS)
UNSURE = Said(Role.VERDICT, 4, "other", frozenset("a"), "30", SaidState.UNSURE, frozenset("ab"))
MENTIONS = replace(STANDS, mentioned=("noor", "mia"))
IDENTITY = "github/acme 1001"


@pytest.fixture
def connection(store):
    with store.begin() as connection:
        yield connection


@pytest.mark.parametrize("said", [STANDS, UNSURE, MENTIONS, STANDS.removed(), Said(Role.BRIEF)])
def test_what_was_said_is_kept_as_it_is(connection, said):
    keep(connection, 1, said, identity=IDENTITY, at=1.0)

    assert said_on(connection, 1, said.role) == (said, IDENTITY)


@pytest.mark.parametrize("role", Role)
def test_where_nothing_was_said_there_is_nothing_and_no_identity(connection, role):
    assert said_on(connection, 1, role) == (Said(role), "")


def test_of_each_role_the_last_word_stays(connection):
    brief = Said(Role.BRIEF, 9, "brief", comment_id="90", state=SaidState.STANDS)
    for said in (UNSURE, brief, STANDS):
        keep(connection, 1, said, identity=IDENTITY, at=1.0)

    assert said_on(connection, 1, Role.VERDICT)[0] == STANDS
    assert said_on(connection, 1, Role.BRIEF)[0] == brief


def spoken_on(connection, issues):
    return {one for one, said in all_said_on(connection, issues, Role.VERDICT).items() if said.was_begun}


def test_spoken_on_are_issues_with_a_comment_or_one_that_was_begun_or_removed(connection):
    first_word = Said(generation=1, state=SaidState.UNSURE, saying=frozenset("a"))
    for one, said in enumerate([STANDS, first_word, STANDS.removed(), Said(generation=1), Said()]):
        keep(connection, one, said, identity=IDENTITY, at=1.0)

    assert spoken_on(connection, range(7)) == {0, 1, 2}
    assert spoken_on(connection, [3, 1]) == {1}


def test_what_was_said_of_rows_that_are_others_by_now_was_said_of_those(connection):
    before = {"events": frozenset({"DT101:1:7:decide", "ask:70"}), "saying": frozenset({"DT101:7:1", "near-miss"})}
    after = {"events": frozenset({"DT101:1:9:decide", "ask:70"}), "saying": frozenset({"DT101:9:1", "near-miss"})}
    keep(connection, 1, Said(**before), identity=IDENTITY, at=1.0)
    add_alias(connection, 7, 8)
    add_alias(connection, 8, 9)

    assert said_on(connection, 1, Role.VERDICT)[0] == Said(**after)
    assert all_said_on(connection, [1], Role.VERDICT) == {1: Said(**after)}
