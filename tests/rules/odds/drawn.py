"""Small organisations at random for the laws of odds, and the odds over every outcome to hold others against."""

from datetime import date
from itertools import product
from math import prod

from hypothesis import strategies as st

from rules.model import State
from rules.odds.outlook import Outlook
from rules.odds.structure import settled
from rules.statements import Cost
from tests.drawing import TODAY, Drawing, ref

OWN = [f"SHOP-{number}" for number in range(1, 6)]
OTHERS = [f"{team}-{number}" for team in ("PAY", "OPS") for number in range(1, 4)]
KEYS = [*OWN, *OTHERS]
TICKETS = ["SHOP-8", "SHOP-9", "PAY-9"]
STATES = st.sampled_from([State.OPEN] * 8 + [State.DONE, State.DROPPED])
CLOSED, MISSED = date(2026, 6, 1), date(2026, 5, 1)
MOST_EVENTS = 12
"""So many uncertain events make 4,096 outcomes."""


@st.composite
def organisations(draw):
    """SHOP-1 to SHOP-5 and what they wait on: links, parts, fallbacks and records at random."""
    drawing = Drawing().open("SHOP-1", planned=True)
    for key in [*KEYS[1:], *TICKETS]:
        drawing.issue(key, draw(STATES), planned=draw(st.booleans()))
    for number, due in enumerate(draw(st.lists(st.sampled_from([MISSED, TODAY]), max_size=4))):
        drawing.issue(f"PAY-{20 + number}", State.DONE, needed_by=due, closed=CLOSED)
    for blocked, blocker in draw(
        st.lists(st.tuples(st.sampled_from([*KEYS, *TICKETS]), st.sampled_from(KEYS)), max_size=10)
    ):
        drawing.waits(blocked, blocker)
    for issue, ticket in draw(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(TICKETS)), max_size=4)):
        drawing.fallback(issue, ticket, cost=Cost(build=draw(st.sampled_from([None, 1, 8]))))
    for part in draw(st.sets(st.sampled_from(OWN[1:]), max_size=2)):
        drawing.part(part, "SHOP-1")
    return drawing


def row_of(graph, text):
    """The row of an issue."""
    return next(row for row in range(len(graph.columns)) if graph.columns.names.ref(row) == ref(text))


def chance(drawing, text="SHOP-1"):
    """The odds of an issue."""
    graph = drawing.graph()
    return Outlook(graph).chance(row_of(graph, text))


def enumerated(steps, wanted):
    """The odds over every outcome; ``None`` where not even the best one makes the step come true."""
    uncertain = [step for step, condition in steps.items() if 0 < condition.odds < 1]
    if wanted not in settled(steps, lambda _: True):
        return None
    total = 0.0
    for outcome in product([False, True], repeat=len(uncertain)):
        came = dict(zip(uncertain, outcome, strict=True))
        weight = prod(steps[step].odds if came[step] else 1 - steps[step].odds for step in uncertain)
        total += weight * (wanted in _true(steps, came))
    return total


def _true(steps, came):
    true, size = set(), -1
    while size < len(true):
        size = len(true)
        true |= {
            step
            for step, condition in steps.items()
            if came.get(step, condition.odds == 1) and all(not true.isdisjoint(group) for group in condition.needs)
        }
    return true
