from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.pictures.packing import ACROSS, packed

NODES = 12
EDGES = st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)), max_size=20, unique=True)


def test_what_waits_stands_before_what_it_waits_on():
    (first, _), (second, _), (third, _) = packed(3, [(0, 1), (1, 2)])

    assert first < second < third


@given(EDGES)
def test_no_two_nodes_have_one_place(edges):
    places = packed(NODES, edges)

    assert len(set(places)) == NODES
    assert all(abs(x - a) > 1 or abs(y - b) > 1 for (x, y), (a, b) in combinations(places, 2))


@given(EDGES)
def test_the_same_graph_is_always_drawn_alike(edges):
    assert packed(NODES, edges) == packed(NODES, edges)


def test_many_small_groups_stand_side_by_side_on_shelves():
    places = packed(80, [(2 * group, 2 * group + 1) for group in range(40)])

    width, height = (max(place[axis] for place in places) for axis in (0, 1))
    assert 0.5 < width / height < 8


@pytest.mark.parametrize(
    "edges",
    [
        [(node, node + 1) for node in range(1_499)],
        [(node, 0) for node in range(1, 1_500)],
        [(node, (node - 1) // 2) for node in range(1, 1_500)],
        [(node, (node + 1) % 1_500) for node in range(1_500)],
    ],
    ids=["chain", "star", "tree", "ring"],
)
def test_a_giant_has_about_the_shape_of_a_screen(edges):
    places = packed(1_500, edges)

    width, height = (max(place[axis] for place in places) for axis in (0, 1))
    assert 0.5 < width / height < 4
    assert len(set(places)) == 1_500


def test_of_a_giant_most_edges_are_short():
    edges = [(node, (node - 1) // 2) for node in range(1, 1_500)]
    places = packed(1_500, edges)

    far = [1 for start, end in edges if abs(places[start][0] - places[end][0]) > 10 * ACROSS]
    assert len(far) < len(edges) / 10


def test_of_nothing_nothing_is_drawn():
    assert packed(0, []) == []
