from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from tests.journeys.choice import STORES, chosen
from tests.journeys.trackers import OPENERS

EVERYWHERE = list(product(OPENERS, STORES))


class Pair(NamedTuple):
    name: str
    home: str


def offered(*names, on=tuple(OPENERS), file="test_some.py"):
    """Journeys of one file as pytest collects them: each on every tracker and store."""
    return [
        SimpleNamespace(
            path=Path(file),
            originalname=name.rstrip("0123456789"),
            callspec=SimpleNamespace(params={"tracker": tracker, "store_url": store, "number": name}),
        )
        for tracker, store, name in product(on, STORES, names)
    ]


def between(*names, pairs):
    """Journeys that go from one tracker to another, for each pair and store."""
    return [
        SimpleNamespace(
            path=Path("test_between.py"),
            originalname=name,
            callspec=SimpleNamespace(params={"pair": pair, "store_url": store, "number": name}),
        )
        for pair, store, name in product(pairs, STORES, names)
    ]


def lived(items):
    """Where each journey is lived, by its name."""
    found = {}
    for item in chosen(items):
        places = item.callspec.params
        place = places.get("pair") or places["tracker"]
        found.setdefault(places["number"], []).append((place, places["store_url"]))
    return found


def test_the_first_journey_of_each_file_is_lived_on_each_tracker_and_with_each_store():
    items = offered("first", "second") + offered("other", file="test_other.py")

    found = lived(items)

    assert {tracker for tracker, _ in found["first"]} == set(OPENERS)
    assert {store for _, store in found["first"]} == set(STORES)
    assert found["other"] == found["first"]


def test_each_later_journey_is_lived_on_github_and_on_a_jira_with_different_stores():
    found = lived(offered(*"abcdefgh"))

    for places in (found[name] for name in "bcdefgh"):
        [github, jira] = sorted(places, key=lambda place: place[0] != "github")
        assert (github[0], jira[0]) in {("github", "cloud"), ("github", "datacenter")}
        assert github[1] != jira[1]


@pytest.mark.parametrize("journeys", ["abcde", "abcdefghijk", ["a1", "a2", "a3", "a4", "a5"]])
def test_in_five_journeys_there_is_each_pair_of_a_tracker_and_a_store(journeys):
    found = lived(offered(*journeys))

    assert {place for places in found.values() for place in places} == set(EVERYWHERE)


@pytest.mark.parametrize("on", [("github",), ("cloud",), ("cloud", "datacenter"), ("github", "cloud")])
def test_no_journey_is_left_out_wherever_it_can_be_lived(on):
    found = lived(offered(*"abcdefgh", on=on))

    assert sorted(found) == list("abcdefgh")
    assert {tracker for places in found.values() for tracker, _ in places} == set(on)


def test_journeys_of_github_alone_take_no_turn_from_those_that_are_lived_everywhere():
    everywhere = offered("first", "second")

    found = lived(offered("alone", on=("github",)) + everywhere)

    assert found["alone"] == [("github", "sqlite"), ("github", "postgresql")]
    assert found["first"] == lived(everywhere)["first"]


def test_journeys_between_trackers_are_lived_with_each_pair_first_and_then_with_half_of_them_by_turns():
    pairs = [Pair(str(number), STORES[number % 2]) for number in range(4)]

    found = lived(between("first", "second", "third", pairs=pairs))

    assert found["first"] == [(pair, pair.home) for pair in pairs]
    assert [found["third"], found["second"]] == [found["first"][:2], found["first"][2:]]


def test_journeys_between_one_pair_of_trackers_are_all_lived():
    [pair] = pairs = [Pair("only", "sqlite")]

    found = lived(between(*"abc", pairs=pairs))

    assert found == {name: [(pair, "sqlite")] for name in "abc"}
