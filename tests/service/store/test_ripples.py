from collections import defaultdict
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rules.model import PlanSign, State
from rules.statements import FallbackKind
from service.store.identities import refs_of
from service.store.neighbourhoods import everything
from service.store.ripples import affected
from tests.drawing import Drawing
from tests.rules.test_laws import KEY, described, organisations
from tests.service.store.remembering import accept, judged, look, passing, remember
from tests.service.store.test_neighbourhoods import HERE, whole


@st.composite
def changes(draw, drawing):
    """One issue as it is said to be next: more, less, or in another state."""
    text = draw(st.sampled_from(sorted(drawing.facts)))
    facts = drawing.facts[text]
    match draw(st.integers(0, 6)):
        case 0:
            drawing.waits(text, draw(KEY))
        case 1:
            drawing.fallback(text, draw(KEY), against=draw(st.none() | KEY), kind=FallbackKind.HACK)
        case 2:
            drawing.part(text, draw(KEY))
        case 3:
            drawing.duplicate(text, draw(KEY))
        case 4:
            drawing.facts[text] = replace(facts, statements=facts.statements[1:])
        case 5:
            state = draw(st.sampled_from([State.OPEN, State.DONE, State.DROPPED]))
            drawing.facts[text] = replace(facts, issue=replace(facts.issue, state=state))
        case 6:
            drawing.facts[text] = replace(facts, issue=replace(facts.issue, signs=PlanSign.IN_PROGRESS))
    return text


def by_issue(findings):
    found = defaultdict(list)
    for finding in findings:
        found[finding.issue.ref].append(finding)
    return {ref: described(these) for ref, these in found.items()}


@HERE
@given(organisations(), st.data())
def test_whoever_has_another_verdict_after_a_change_is_judged_again(store, drawing, data):
    whole(drawing)
    with passing(store) as connection:
        remember(connection, *map(look, drawing.facts.values()))
        accept(connection, *drawing.facts.values())
        before = by_issue(judged(everything(connection), drawing.policy))
        text = data.draw(changes(drawing))

        changed = remember(connection, look(drawing.facts[text])).changed
        again = affected(connection, changed)

        after = by_issue(judged(everything(connection), drawing.policy))
        reached = set(refs_of(connection, sorted(again)).values())
    others = {ref for ref in before.keys() | after.keys() if before.get(ref) != after.get(ref)}
    assert others <= reached


@HERE
@given(organisations())
def test_reading_again_what_did_not_change_judges_nothing(store, drawing):
    with passing(store) as connection:
        remember(connection, *map(look, drawing.facts.values()))

        assert remember(connection, *map(look, drawing.facts.values())).changed == set()


def test_a_change_that_reaches_too_far_says_so(store):

    drawing = Drawing().open("A-1", "B-1", "C-1").waits("A-1", "B-1").waits("B-1", "C-1")
    with passing(store) as connection:
        changed = remember(connection, *map(look, drawing.facts.values())).changed

        assert affected(connection, changed, limit=2) is None
        assert len(affected(connection, changed, limit=3)) == 3
