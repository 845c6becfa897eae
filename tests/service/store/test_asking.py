"""Who asks for an issue is loaded with it, and the issue is judged again when that changes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rules.assembly import model_of
from rules.graph import Graph
from service.speech.briefs import briefs_for
from service.store.identities import Identities, Sighting, refs_of
from service.store.neighbourhoods import around, everything
from service.store.ripples import affected, asked_by
from tests.drawing import TODAY, Drawing, ref
from tests.kept import facts_in
from tests.rules.test_laws import KEY, KEYS, organisations
from tests.service.store.remembering import accept, look, passing, remember
from tests.service.store.test_neighbourhoods import HERE, whole
from tests.service.store.test_ripples import changes


def briefed(there, policy, inside=None):
    """The need briefs by the store's facts, or those on some addresses; one was begun on every issue."""
    assembled = model_of(there.heard, policy, in_scope=lambda _: True, known=there.knows)
    find, mask = assembled.register.find, None
    if inside is not None:
        mask = np.zeros(len(assembled.columns), dtype=bool)
        mask[[row for one in inside if (row := find(one)) is not None]] = True
    graph = Graph(assembled.columns, as_of=TODAY, policy=policy, inside=mask)
    return briefs_for(graph, assembled, said_on=[ref(key) for key in KEYS])


@HERE
@given(organisations(), st.sets(KEY, min_size=1))
def test_what_the_store_loads_around_any_issues_briefs_them_as_everything_does(store, drawing, chosen):
    whole(drawing)
    with passing(store) as connection:
        remember(connection, *map(look, drawing.facts.values()))
        accept(connection, *drawing.facts.values())
        identities = Identities(connection)
        identities.enter(Sighting(ref(key)) for key in chosen)
        everywhere = briefed(everything(connection), drawing.policy)
        there = around(connection, [identities.of(ref(key)) for key in chosen])
        here = briefed(there, drawing.policy, [ref(key) for key in chosen])

    assert here == {one: remark for one, remark in everywhere.items() if one.text in chosen}


@HERE
@given(organisations(), st.data())
def test_whoever_is_asked_otherwise_after_a_change_is_judged_again(store, drawing, data):
    whole(drawing)
    with passing(store) as connection:
        remember(connection, *map(look, drawing.facts.values()))
        accept(connection, *drawing.facts.values())
        before = briefed(everything(connection), drawing.policy)
        text = data.draw(changes(drawing))

        remembered = remember(connection, look(drawing.facts[text]))
        seen = affected(connection, remembered.changed)
        again = seen | asked_by(connection, seen, remembered.asked)

        after = briefed(everything(connection), drawing.policy)
        reached = set(refs_of(connection, sorted(again)).values())
    assert {one for one in before.keys() | after.keys() if before.get(one) != after.get(one)} <= reached


def test_who_asks_is_left_out_where_that_is_asked_for(store):
    drawing = Drawing().open("A-1", "B-1", "C-1").waits("A-1", "B-1").waits("A-1", "C-1")
    with passing(store) as connection:
        remember(connection, *map(look, drawing.facts.values()))
        identities = Identities(connection)
        identities.enter([Sighting(ref("B-1"))])
        asked = identities.of(ref("B-1"))

        alone, whole_story = (around(connection, [asked], askers=wanted) for wanted in (False, True))

    assert {facts.issue.ref.text for facts in facts_in(alone)} == {"B-1"}
    assert {facts.issue.ref.text for facts in facts_in(whole_story)} == {"A-1", "B-1", "C-1"}


def test_an_issue_on_which_somebody_ceases_to_wait_is_named_and_not_all_who_wait_on_it(store):
    drawing = Drawing().open("A-1", "B-1", "C-1").waits("A-1", "B-1").waits("C-1", "B-1")
    with passing(store) as connection:
        remember(connection, *map(look, drawing.facts.values()))
        drawing.issue("A-1")

        remembered = remember(connection, look(drawing.facts["A-1"]))
        refs = refs_of(connection, sorted(remembered.changed | remembered.asked))

    assert {refs[one].text for one in remembered.changed} == {"A-1"}
    assert {refs[one].text for one in remembered.asked} == {"B-1"}
