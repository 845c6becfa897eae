from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rules.chains import Chains
from tests.drawing import Drawing, ref

KEYS = [f"{team}-{number}" for team in "ABC" for number in range(1, 4)]
LINKS = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=14)


def drawn(links):
    drawing = Drawing().open(*KEYS)
    for blocked, blocker in links:
        drawing.waits(blocked, blocker)
    return drawing


def chains_of(drawing):
    """The chains, and the place of each issue in them by its key."""
    assembled = drawing.assembled()
    chains = Chains(drawing.graph().every_open())
    return chains, {key: int(chains.place[assembled.register.find(ref(key))]) for key in drawing.facts}


def reachable(links, start):
    found, queue = {start}, [start]
    while queue:
        at = queue.pop()
        fresh = {blocker for blocked, blocker in links if blocked == at} - found
        found |= fresh
        queue.extend(fresh)
    return found


def longest(links, start):
    """The length of the longest chain by trying all of them, with every ring as one place."""
    ring = {key: min(one for one in reachable(links, key) if key in reachable(links, one)) for key in KEYS}
    steps = {(ring[one], ring[other], one[0] != other[0]) for one, other in links if ring[one] != ring[other]}

    def of(place):
        return max((crosses + of(end) for begin, end, crosses in steps if begin == place), default=0)

    return of(ring[start])


@given(LINKS)
def test_a_chain_is_as_long_as_the_longest_of_all_that_there_are(links):
    chains, places = chains_of(drawn(links))

    found = {key: chains.length_from(place) if place >= 0 else 0 for key, place in places.items()}

    assert found == {key: longest(links, key) for key in KEYS}


@given(LINKS)
def test_its_links_lead_from_team_to_team_and_each_is_reached_from_the_one_before(links):
    drawing = drawn(links)
    chains, places = chains_of(drawing)
    names, waits = drawing.graph().columns.names, drawing.graph().columns.waits

    for key, place in places.items():
        rows = list(chains.links_from(place)) if place >= 0 else []
        ends = [(names.ref(waits.blocked[row]).text, names.ref(waits.blocker[row]).text) for row in rows]
        assert len(rows) == longest(links, key)
        assert all(one[0] != other[0] for one, other in ends)
        assert all(after in reachable(links, before) for (_, before), (after, _) in pairwise(ends))


@given(LINKS, st.sets(st.sampled_from(KEYS)), st.integers(0, 3))
def test_a_chain_that_is_too_long_is_told_where_it_becomes_so_by_an_issue_that_counts(links, counting, most):
    drawing = drawn(links)
    chains, places = chains_of(drawing)
    register = drawing.assembled().register
    counts = np.zeros(len(drawing.graph().columns), dtype=bool)
    counts[[register.find(ref(key)) for key in counting]] = True

    found = chains.heads(most, counts)

    def is_too_long(key):
        return key in counting and longest(links, key) > most

    heads = {
        places[key]
        for key in filter(is_too_long, KEYS)
        if not any(is_too_long(end) and places[end] != places[key] for end in reachable(links, key))
    }
    assert sorted(found) == sorted(heads)


def test_a_chain_of_twenty_thousand_links_is_followed_to_its_end():
    count = 20_000
    drawing = Drawing()
    for number in range(count):
        drawing.issue(f"{'AB'[number % 2]}-{number}")
        drawing.waits(f"{'AB'[number % 2]}-{number}", f"{'BA'[number % 2]}-{number + 1}")

    chains, places = chains_of(drawing)

    assert chains.length_from(places["A-0"]) == count
    assert len(chains.heads(3, np.ones(count + 1, dtype=bool))) == 1
