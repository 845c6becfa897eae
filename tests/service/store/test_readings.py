import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract import Facet
from service.store.readings import ALL_FACETS, Order, bits_of, facets_of, order


@pytest.mark.parametrize(
    ("start", "finish", "expected"),
    [
        (21, 25, Order.NEWER),
        (20, 25, Order.OVERLAPPING),
        (15, 25, Order.OVERLAPPING),
        (12, 18, Order.OVERLAPPING),
        (5, 25, Order.OVERLAPPING),
        (5, 15, Order.OVERLAPPING),
        (5, 10, Order.OVERLAPPING),
        (5, 9, Order.OLDER),
        (10, 19, Order.OVERLAPPING),
        (10, 20, Order.NEWER),
    ],
)
def test_a_reading_is_newer_if_it_began_after_the_known_one_ended_or_is_the_same(start, finish, expected):
    assert order(start, finish, 10, 20) is expected


TICKS = st.tuples(st.integers(1, 6), st.integers(0, 3)).map(lambda one: (one[0], one[0] + one[1]))


@given(TICKS, TICKS)
def test_of_two_other_readings_one_is_older_or_both_overlap(one, other):
    there, back = order(*one, *other), order(*other, *one)

    if one == other:
        assert there is back is Order.NEWER
    else:
        expected = {(Order.NEWER, Order.OLDER), (Order.OLDER, Order.NEWER), (Order.OVERLAPPING, Order.OVERLAPPING)}
        assert (there, back) in expected


@given(st.frozensets(st.sampled_from(Facet)))
def test_facets_are_kept_as_bits(facets):
    assert facets_of(bits_of([*facets, *facets])) == facets
    assert facets_of(ALL_FACETS) == set(Facet)
