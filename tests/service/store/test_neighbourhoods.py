from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.model import Need
from rules.statements import Fallback, Waiver
from service.store.identities import Identities, Sighting
from service.store.neighbourhoods import around, everything
from service.stored import rows_named
from tests.drawing import Drawing, ref
from tests.exploring import times
from tests.kept import facts_in
from tests.rules.test_laws import KEY, described, organisations
from tests.rules.test_laws import judged as audited
from tests.service.store.remembering import accept, judged, look, passing, remember

HERE = settings(max_examples=times(20, 1000), suppress_health_check=[HealthCheck.function_scoped_fixture])


def whole(drawing):
    """The whole audit's findings. Of several like statements a text can say one; a need is said by text alone."""
    for text, facts in drawing.facts.items():
        kept = {_alike(said): said for said in facts.statements}
        drawing.facts[text] = replace(facts, need=Need(), statements=tuple(kept.values()))
    return audited(drawing.assembled().columns, drawing.policy)


def _alike(said):
    """The same for statements of which a later one takes the place of an earlier one."""
    if isinstance(said, Fallback):
        return Fallback, said.ticket, said.blocker
    return (Waiver, said.blocker, said.rule) if isinstance(said, Waiver) else said


@HERE
@given(organisations(), st.sets(KEY, min_size=1))
def test_what_the_store_loads_around_any_issues_judges_them_as_the_whole_audit_does(store, drawing, chosen):
    expected = described(whole(drawing))
    some = [one for one in whole(drawing) if one.issue.ref.text in chosen]
    with passing(store) as connection:
        remember(connection, *map(look, drawing.facts.values()))
        accept(connection, *drawing.facts.values())
        identities = Identities(connection)
        identities.enter(Sighting(ref(key)) for key in chosen)

        everywhere = judged(everything(connection), drawing.policy)
        there = around(connection, [identities.of(ref(key)) for key in chosen])
        here = judged(there, drawing.policy, [ref(key) for key in chosen])
        alone = around(connection, [identities.of(ref(key)) for key in chosen], askers=False)
        without_askers = judged(alone, drawing.policy, [ref(key) for key in chosen])

    assert not there.cut
    assert described(without_askers) == described(some)
    assert described(everywhere) == expected
    assert described(here) == described(some)


def test_what_a_limit_cuts_off_is_not_loaded_where_it_is_wanted_whole(store):
    drawing = Drawing().open("A-1", "B-1", "C-1").waits("A-1", "B-1").waits("B-1", "C-1")
    with passing(store) as connection:
        remember(connection, *map(look, drawing.facts.values()))
        [here] = rows_named(connection, "A-1")

        part, nothing = (around(connection, [here], 2, whole=whole) for whole in (False, True))

    assert (part.cut, nothing.cut) == (True, True)
    assert (bool(facts_in(part)), bool(facts_in(nothing))) == (True, False)


def test_an_issue_beside_is_there_without_what_it_sees(store):
    drawing = Drawing().open("A-1", "B-1", "C-1", "D-1").waits("B-1", "A-1").waits("B-1", "C-1").waits("D-1", "A-1")
    with passing(store) as connection:
        remember(connection, *map(look, drawing.facts.values()))
        [here], [beside] = rows_named(connection, "A-1"), rows_named(connection, "B-1")

        seen = around(connection, [here], askers=False, beside=[beside])

    assert {str(facts.issue.ref) for facts in facts_in(seen)} == {"A-1", "B-1"}
