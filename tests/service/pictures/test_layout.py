import pytest

from service.pictures.layout import communities, layered, ranks, ring


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


def test_a_node_stands_just_before_the_first_that_it_waits_on():
    found = ranks(5, [(0, 1), (1, 2), (3, 2), (4, 1)])

    assert found == [0, 1, 2, 1, 0]


def test_of_a_ring_one_edge_leads_back():
    edges = [(0, 1), (1, 2), (2, 0), (2, 2)]

    found = ranks(3, edges)

    assert sorted(found) == [0, 1, 2]
    assert sum(found[start] > found[end] for start, end in edges) == 1


def test_two_cliques_with_a_bridge_are_two_communities():
    edges = [(start, end) for some in (range(5), range(5, 10)) for start in some for end in some if start < end]

    found = communities(10, [*edges, (0, 9)])

    assert len(set(found[:5])) == len(set(found[5:])) == 1
    assert found[0] != found[9]
