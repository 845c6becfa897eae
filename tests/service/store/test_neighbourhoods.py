from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.model import Fallback, Need
from service.store.identities import Identities, Sighting
from service.store.neighbourhoods import around, everything
from tests.drawing import ref
from tests.rules.test_laws import KEY, described, organisations
from tests.rules.test_laws import judged as audited
from tests.service.store.remembering import judged, look, passing, remember

HERE = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def whole(drawing):
    """The whole audit's findings. Of several kinds of one fallback a text can say one; a need is said by text alone."""
    for text, facts in drawing.facts.items():
        seen = {}
        for said in facts.statements:
            if isinstance(said, Fallback):
                seen[said.ticket, said.blocker] = said
        kept = [said for said in facts.statements if not isinstance(said, Fallback)] + list(seen.values())
        drawing.facts[text] = replace(facts, need=Need(), statements=tuple(kept))
    return audited(drawing.assembled().columns, drawing.policy)


@HERE
@given(organisations(), st.sets(KEY, min_size=1))
def test_what_the_store_loads_around_any_issues_judges_them_as_the_whole_audit_does(store, drawing, chosen):
    expected = described(whole(drawing))
    some = [one for one in whole(drawing) if one.issue.ref.text in chosen]
    with passing(store) as connection:
        remember(connection, *map(look, drawing.facts.values()))
        identities = Identities(connection)
        identities.enter(Sighting(ref(key)) for key in chosen)

        everywhere = judged(everything(connection), drawing.policy)
        there = around(connection, [identities.of(ref(key)) for key in chosen])
        here = judged(there, drawing.policy, [ref(key) for key in chosen])

    assert not there.cut
    assert described(everywhere) == expected
    assert described(here) == described(some)
