from connectors.github.itinerary import VERSION, Itinerary, Stop, kept
from connectors.github.sweep_answers import Ending
from connectors.scanning import Sweep, Wanted


def itinerary(*lefts, owners=()):
    stops = [Stop(f"R_{at}", f"{'ab'[at % 2]}/r{at}", left) for at, left in enumerate(lefts)]
    return Itinerary(VERSION, "open", list(owners), stops=stops)


def taken(found, size=100, scope=lambda _: ""):
    return [(take.stop.name, take.count) for take in found.takes(size, scope)]


def test_a_request_is_filled_with_small_repositories_and_a_part_of_the_next():
    assert taken(itinerary(30, 60, 40, 7)) == [("a/r0", 30), ("b/r1", 60), ("a/r2", 10)]
    assert taken(itinerary(450, 60)) == [("a/r0", 100)]
    assert taken(itinerary(3, 2), size=4) == [("a/r0", 3), ("b/r1", 1)]


def test_a_request_goes_through_one_way_in_only():
    assert taken(itinerary(1, 1, 1, 1), scope=str) == [("a/r0", 1), ("a/r2", 1)]


def test_no_request_names_more_than_a_hundred_repositories():
    assert len(taken(itinerary(*[1] * 150), size=1000)) == 100


def test_a_repository_is_done_with_when_its_list_ends_not_when_its_count_does():
    found = itinerary(30, 60)
    first, second = found.stops

    found.read(first, 30, Ending(has_next_page=True, end_cursor="c30"))
    found.read(second, 20, Ending(has_next_page=False))

    assert [(stop.name, stop.left, stop.cursor) for stop in found.stops] == [("a/r0", 10, "c30")]


def test_what_is_kept_goes_on():
    found = itinerary(30, 60, owners=["acme"])
    found.listed(Ending(has_next_page=True, end_cursor="c100"))

    again = kept(Sweep(wanted=Wanted.OPEN, resume=found.text()))

    assert (again, again.cursor, again.left) == (found, "c100", None)


def test_the_next_owners_list_begins_at_its_beginning():
    found = itinerary(owners=["acme", "globex"])
    found.listed(Ending(has_next_page=True, end_cursor="c100"))
    found.listed(Ending(has_next_page=False, end_cursor="c120"))

    assert (found.owners, found.cursor, found.over) == (["globex"], "", False)


def test_what_another_version_or_another_sweep_kept_is_not_taken():
    text = itinerary(30).text()

    assert kept(Sweep(wanted=Wanted.MOVED, resume=text)) is None
    assert kept(Sweep(wanted=Wanted.OPEN, resume=text.replace(f'"version":{VERSION}', '"version":0'))) is None
    assert kept(Sweep(wanted=Wanted.OPEN, resume=text.replace("30", "-1"))) is None
    assert kept(Sweep(wanted=Wanted.OPEN)) is None
