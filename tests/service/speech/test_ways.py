from itertools import pairwise

from service.speech.document import Address, Words
from service.speech.visibility import Sight
from service.speech.ways import LONGEST, route, stations_of, way_around
from tests.drawing import Drawing


def along(*texts):
    """A chain of waiting issues: its links in order, and what the first one may see."""
    drawing = Drawing().open(*texts)
    for blocked, blocker in pairwise(texts):
        drawing.waits(blocked, blocker)
    links = {link.blocked.ref.text: link for link in drawing.graph().waiting()}
    ordered = [links[text] for text in dict.fromkeys(texts) if text in links]
    return ordered, Sight(ordered[0].blocked, frozenset())


def named(found):
    return [part.ref.text if isinstance(part, Address) else part.text for part in found if part != Words(" → ")]


def test_a_way_names_its_stations():
    links, sight = along("A-1", "A-2", "A-3")

    assert named(route(stations_of(links[0].blocked, links), sight)) == ["A-1", "A-2", "A-3"]


def test_a_step_into_a_part_is_a_station_without_a_link():
    links, sight = along("A-1", "A-2", "A-3", "A-4")

    assert named(route(stations_of(links[0].blocked, links[2:]), sight)) == ["A-1", "A-3", "A-4"]


def test_a_long_way_keeps_its_beginning_and_its_end():
    links, sight = along(*[f"A-{number}" for number in range(1, 20)])

    shown = named(route(stations_of(links[0].blocked, links), sight))

    assert len(shown) == LONGEST
    assert shown[-3:] == ["A-5", "…", "A-19"]


def test_several_hidden_stations_in_a_row_are_one():
    links, sight = along("A-1", "B-1", "B-2", "A-2")

    shown = named(route(stations_of(links[0].blocked, links), sight))

    assert shown == ["A-1", "an issue in another project", "A-2"]


def test_the_way_around_a_ring_ends_where_it_began():
    links, sight = along("A-1", "A-2", "A-3", "A-1")

    assert named(route(way_around(sight.here, links), sight)) == ["A-1", "A-2", "A-3", "A-1"]


def test_an_issue_that_waits_on_itself_is_its_own_ring():
    links, sight = along("A-1", "A-1")

    assert named(route(way_around(sight.here, links), sight)) == ["A-1", "A-1"]
