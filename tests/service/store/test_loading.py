from sqlalchemy import update

from rules.model import State
from rules.statements import Said, Source, Wait
from service.store.documents import body_of
from service.store.identities import Identities, Sighting
from service.store.neighbourhoods import around, everything
from service.store.statements import Key, Statements, Ticks
from service.store.tables import issue
from service.stored import rows_named
from tests.drawing import Drawing, ref
from tests.kept import facts_in
from tests.service.store.remembering import look, passing, remember


def writes(connection, here, *blockers):
    """An issue's description names what it waits on."""
    identities = Identities(connection)
    identities.enter(Sighting(ref(text)) for text in (here, *blockers))
    row = identities.of(ref(here))
    said = [Wait(ref(here), ref(text), Said(Source.DESCRIPTION, ref(here))) for text in blockers]
    statements = Statements(connection, [row])
    told = [(Key.of(one, identities, row), body_of(one)) for one in said]
    statements.replace_own(row, frozenset({Source.DESCRIPTION}), told, Ticks(1, 2, row))
    statements.write()


def test_what_only_looks_like_a_key_is_no_issue_and_a_project_is_known_by_any_issue_that_was_read(store):
    drawing = Drawing().open("A-1", "B-7")
    with passing(store) as connection:
        remember(connection, *map(look, drawing.facts.values()))
        writes(connection, "A-1", "UTF-8", "B-1")
        [here] = rows_named(connection, "A-1")

        for seen in (everything(connection), around(connection, [here])):
            settled = seen.heard.settled(seen.knows)
            assert settled.unresolved == ((ref("A-1"), "UTF-8: no such project is known"),)
            assert settled.register.find(ref("B-1")) is not None
            assert settled.register.find(ref("UTF-8")) is None


def test_of_two_issues_at_one_address_the_one_that_is_there_is_found(store):
    drawing = Drawing().open("A-1", "A-2")
    for gone, here in (("A-1", "A-2"), ("A-2", "A-1")):
        with passing(store) as connection:
            remember(connection, *map(look, drawing.facts.values()))
            [left] = rows_named(connection, gone)
            connection.execute(update(issue).where(issue.c.id == left).values(gone="deleted", ref=here))

            register = everything(connection).heard.register

            assert register.entries[register.find(ref(here))].state is State.OPEN


def test_a_statement_is_told_where_it_was_said_though_that_issue_sees_nothing_else(store):
    drawing = Drawing().open("A-1", "B-1", "C-1").waits("A-1", "B-1", by="C-1")
    with passing(store) as connection:
        remember(connection, *map(look, drawing.facts.values()))
        [here] = rows_named(connection, "A-1")

        for seen in (everything(connection), around(connection, [here])):
            [said] = [one.said for facts in facts_in(seen) for one in facts.statements]
            assert said == Said(Source.NATIVE, ref("C-1"))


def test_rows_are_fetched_some_at_a_time_and_none_is_lost(store, monkeypatch):
    monkeypatch.setattr("service.store.neighbourhoods.A_FETCH", 2)
    texts = [f"A-{number}" for number in range(7)]
    drawing = Drawing().open(*texts).waits("A-0", *texts[1:])
    with passing(store) as connection:
        remember(connection, *map(look, drawing.facts.values()))

        seen = everything(connection)

    assert {facts.issue.ref.text for facts in facts_in(seen)} == set(texts)
    assert len(seen.heard.sayings) == 6
