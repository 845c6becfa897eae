"""Statements from pages stand beside those of trackers, until they are taken back."""

import msgspec
import pytest

from rules.statements import Fallback, Said, Source, Waiver
from service.store.clock import changing
from service.store.connection import reading
from service.store.documents import NOWHERE
from service.store.neighbourhoods import everything
from service.store.page_statements import state, stated_on, withdraw
from service.stored import rows_named
from tests.drawing import TODAY, ref
from tests.kept import facts_in
from tests.service.overview.drawn import planned
from tests.service.store.remembering import look, remember

HERE = ref("SHOP-1")
RISK = Waiver(HERE, TODAY, "accepted", "openid:ada", ref("PAY-1"), source=Source.PAGE)
FALLBACK = Fallback(HERE, ref("SHOP-77"), Said(Source.PAGE, HERE, "declared by Ada"), ref("PAY-1"))


@pytest.fixture
def known(store):
    with changing(store) as (connection, _):
        drawing = planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1")
        remember(connection, *map(look, drawing.facts.values()))
    return store


def stating(store, said):
    with changing(store) as (connection, tick):
        return state(connection, said, tick)[1]


def row_of(connection, text):
    [row] = rows_named(connection, text)
    return row


def test_it_is_read_with_everything_else_and_says_where_it_was_made(known):
    stating(known, FALLBACK)
    stating(known, RISK)

    with reading(known) as connection:
        said = [one for facts in facts_in(everything(connection)) for one in facts.statements]

    assert {FALLBACK, RISK} <= set(said)


def test_whoever_is_named_for_the_first_time_is_to_be_read_and_its_issue_to_be_judged(known):
    remembered = stating(known, FALLBACK)

    with reading(known) as connection:
        assert set(remembered.fresh) == {row_of(connection, "SHOP-77")}
        assert row_of(connection, "SHOP-1") in remembered.changed


def test_what_is_taken_back_stands_no_more_and_the_rest_does(known):
    stating(known, FALLBACK)
    stating(known, RISK)

    with changing(known) as (connection, tick):
        here = row_of(connection, "SHOP-1")
        number = next(one.id for one in stated_on(connection, here) if one.statement == FALLBACK)
        said, remembered = withdraw(connection, here, number, tick)

    assert (said, remembered.changed >= {here}) == (FALLBACK, True)
    with reading(known) as connection:
        assert [one.statement for one in stated_on(connection, here)] == [RISK]


def test_a_number_of_another_issue_takes_nothing_back(known):
    stating(known, FALLBACK)

    with changing(known) as (connection, tick):
        number = stated_on(connection, row_of(connection, "SHOP-1"))[0].id
        assert withdraw(connection, row_of(connection, "PAY-1"), number, tick) is None


def test_waivers_that_were_kept_before_there_were_pages_came_by_command():
    kept = {"issue": msgspec.to_builtins(NOWHERE), "until": None, "because": "x", "author": "a"}

    assert msgspec.convert(kept, Waiver).source is Source.COMMAND
