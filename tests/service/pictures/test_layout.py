import pytest

from service.pictures.layout import layered, ring


def test_whoever_waits_stands_in_an_earlier_layer_than_who_is_asked():
    edges = [(0, 1), (1, 2), (0, 3), (3, 2)]

    found = layered(4, edges)

    assert all(found.places[start][0] < found.places[end][0] for start, end in edges)


def test_a_long_edge_passes_each_layer_in_between_once():
    found = layered(4, [(0, 1), (1, 2), (2, 3), (0, 3)])

    assert [layer for layer, _ in found.routes[3]] == [1, 2]
    assert found.routes[:3] == ((), (), ())


def test_an_edge_that_leads_back_is_routed_backwards():
    found = layered(3, [(0, 1), (1, 2), (2, 0)])

    assert sorted(len(route) for route in found.routes) == [0, 0, 1]


def test_no_two_of_a_layer_are_in_one_place():
    found = layered(8, [(0, at) for at in range(1, 8)])

    assert len(set(found.places)) == 8


def test_a_ring_begins_at_the_top_and_goes_clockwise():
    found = ring(4)

    assert [point for one in found for point in one] == pytest.approx([0, -1, 1, 0, 0, 1, -1, 0], abs=1e-9)


@pytest.mark.parametrize("count", [0, 1])
def test_few_nodes_are_placed_too(count):
    assert len(layered(count, []).places) == len(ring(count)) == count
