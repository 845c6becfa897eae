from contextlib import contextmanager

import pytest
from sqlalchemy import event, func, select

from service.store.identities import Identities, Sighting
from service.store.lists import one_of
from service.store.neighbourhoods import around
from service.store.projects import those_with_issues
from service.store.sweeps import known_before
from service.store.tables import issue
from tests.drawing import SITE, Drawing, ref
from tests.service.store.remembering import look, passing, remember

DRAWING = Drawing().open("A-1", "B-1", "C-1", "D-1").waits("A-1", "B-1").waits("B-1", "C-1")


@pytest.mark.parametrize(
    ("column", "some", "found"),
    [
        (issue.c.ref, ["A-1", "C-1", "Z-9"], ["A-1", "C-1"]),
        (issue.c.ref, ['it\'s "quoted", \\ and {braced}'], []),
        (issue.c.ref, [], []),
        (issue.c.id, range(50_000), ["A-1", "B-1", "C-1", "D-1"]),
        (issue.c.id, set(), []),
    ],
)
def test_the_rows_of_a_list_are_found_however_long_it_is(store, column, some, found):
    with passing(store) as connection:
        remember(connection, *map(look, DRAWING.facts.values()))
        first = connection.execute(select(func.min(issue.c.id))).scalar()
        wanted = [one + first for one in some] if column is issue.c.id else some

        assert sorted(connection.execute(select(issue.c.ref).where(one_of(column, wanted))).scalars()) == found
        listed = select(issue.c.ref).where(one_of(column, "some"))
        assert sorted(connection.execute(listed, {"some": wanted}).scalars()) == found


NO_TABLES = ("json_each", "value", "CONSTANT", "ends", "seen")


@contextmanager
def plans_of(connection):
    """How SQLite looks up whatever is asked meanwhile, by statement."""
    plans = {}

    def listen(_connection, cursor, statement, values, *_):
        if statement.startswith(("SELECT", "WITH")):
            explained = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            plans[statement] = [line for *_, line in explained if line.startswith(("SCAN", "SEARCH"))]

    event.listen(connection, "before_cursor_execute", listen)
    yield plans
    event.remove(connection, "before_cursor_execute", listen)


def test_a_project_exists_where_an_issue_of_just_it_was_read(store):
    drawing = Drawing().open("A-1", "AB-1", "C-1").waits("A-1", "D-1")
    with passing(store) as connection:
        remember(connection, *map(look, drawing.facts.values()))
        asked = [(SITE, key) for key in ("A", "AB", "B", "C", "D", "a", "A%", "", "AB-1")]

        assert list(those_with_issues(connection, asked)) == [(SITE, "A"), (SITE, "AB"), (SITE, "C")]
        assert list(those_with_issues(connection, [("jira/other", "A")])) == []


def test_on_postgresql_a_project_is_looked_up_by_its_index(store):
    if store.dialect.name != "postgresql":
        pytest.skip("SQLite's plan is held below")
    with passing(store) as connection:
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        asked = "SELECT FROM issue WHERE site = 'jira/acme' AND ref COLLATE \"C\" >= 'A-' AND ref COLLATE \"C\" < 'A.'"
        plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {asked}").scalars())

    assert "ix_issue_ref" in plan
    assert "Index Cond: ((site = 'jira/acme'::text) AND (ref >= " in plan


def test_what_a_list_names_is_looked_up_and_nothing_else(store):
    if store.dialect.name != "sqlite":
        pytest.skip("PostgreSQL decides by what it knows of the columns, and a small store is read as a whole")
    with passing(store) as connection, plans_of(connection) as plans:
        remember(connection, *map(look, DRAWING.facts.values()))
        remember(connection, *map(look, DRAWING.facts.values()))
        identities = Identities(connection)
        identities.enter(Sighting(one, f"id {one}") for one in map(ref, DRAWING.facts))
        ids = [identities.of(one) for one in map(ref, DRAWING.facts)]
        around(connection, ids)
        around(connection, ids[:1], askers=False, beside=ids[1:])
        known_before(connection, SITE, ["1", "2"])
        list(those_with_issues(connection, [(SITE, "A"), (SITE, "Z")]))

    looked_up = [line for lines in plans.values() for line in lines if line.split()[1] not in NO_TABLES]
    assert len(looked_up) > len(plans) > 5
    assert not [line for line in looked_up if line.startswith("SCAN")]
    assert not [line for line in looked_up if "(kind=?)" in line]
    assert [line for line in looked_up if "ix_statement_backwards" in line]
    assert not [statement for statement, lines in plans.items() if sum("(scope=?)" in line for line in lines) > 1]
