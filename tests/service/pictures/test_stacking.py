from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from service.pictures.stacking import FEWEST_ROWS, stacked

NODES = 14
EDGES = st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)), max_size=40)


def test_a_chain_is_a_straight_line():
    assert stacked(4, [(0, 1), (1, 2), (2, 3)], 3.0) == [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (3.0, 0.0)]


def test_those_who_wait_on_one_stand_around_its_height():
    *waiting, asked = stacked(4, [(0, 3), (1, 3), (2, 3)], 3.0)

    assert [column for column, _ in waiting] == [0.0, 0.0, 0.0]
    assert sorted(row - asked[1] for _, row in waiting) == [-1.0, 0.0, 1.0]


def test_branches_do_not_cross():
    places = stacked(6, [(0, 1), (2, 3), (1, 4), (3, 4), (5, 4)], 3.0)

    (_, first), (_, after_first), (_, second), (_, after_second) = places[:4]
    assert (first < second) == (after_first < after_second)


def test_a_crowd_is_a_block_and_no_tower():
    places = stacked(201, [(node, 200) for node in range(200)], 3.0)

    columns, rows = ({place[axis] for place in places[:200]} for axis in (0, 1))
    assert FEWEST_ROWS <= len(rows) <= 30
    assert len(columns) * len(rows) >= 200
    assert places[200][0] > max(columns)


@given(EDGES)
def test_in_a_column_no_two_are_nearer_than_a_row(edges):
    places = stacked(NODES, edges, 3.0)

    for column in {column for column, _ in places}:
        rows = sorted(row for at, row in places if at == column)
        assert all(after - before > 0.999 for before, after in pairwise(rows))


@given(EDGES)
def test_the_same_graph_is_always_stacked_alike(edges):
    assert stacked(NODES, edges, 3.0) == stacked(NODES, edges, 3.0)
