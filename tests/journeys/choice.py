"""Which journeys this run lives: all on every tracker and store if it explores, else a choice that has every pair.

The first journey of a file is lived on each tracker and with each store. The following ones are lived on GitHub and on
one kind of Jira, each with another store, and take turns, so that five of them have had all pairs. Those that can be
lived on the same trackers only have a first one of their own. Journeys between trackers have pairs of these, each with
its kind of store; those after the first are lived with one half of the pairs and the other by turns.
"""

from collections import defaultdict
from itertools import count

from tests.exploring import EXPLORING

JIRAS = {"cloud": "sqlite", "datacenter": "postgresql"}
"""With which store the first journey of a file is lived there."""
STORES = ("sqlite", "postgresql")
LONG = {"test_killed", "test_faults", "test_benchmarks", "test_audits_killed", "test_audits_storm", "test_once"}
"""Files with tests that take tens of seconds."""
AXES = {"tracker", "pair", "store_url"}


def pytest_collection_modifyitems(items):
    """Leaves out what is not chosen, and begins with what takes longest, lest one works on that when all are done."""
    if not EXPLORING:
        kept = set(map(id, chosen([item for item in items if item.path.parent.name == "journeys"])))
        items[:] = [item for item in items if item.path.parent.name != "journeys" or id(item) in kept]
    items.sort(key=lambda item: item.path.stem not in LONG)


def chosen(items):
    """The journeys to be lived, in their order: items with a ``path``, an ``originalname`` and maybe a ``callspec``."""
    journeys = defaultdict(dict)
    for item in items:
        journeys[journey(item)].setdefault(place(item))
    turns, numbers = defaultdict(count), {}
    for one, places in journeys.items():
        numbers[one] = next(turns[one[0], frozenset(places)])
    return [item for item in items if is_lived(item, numbers[journey(item)], list(journeys[journey(item)]))]


def is_lived(item, turn, places):
    """Whether the journey with this number in its file is lived so; ``places`` are all in which it could be."""
    store = params(item).get("store_url")
    if "pair" in params(item):
        half = places.index(place(item)) * 2 // len(places)
        return store == place(item).home and (turn == 0 or len(places) == 1 or turn % 2 == half)
    return is_lived_on(place(item), store, turn, [kind for kind in JIRAS if kind in places])


def is_lived_on(tracker, store, turn, kinds):
    """Whether it is lived on this tracker with this store; ``kinds`` are those of Jira on which it could be."""
    if turn == 0:
        return store in (None, JIRAS.get(tracker, store))
    if tracker in JIRAS and tracker != kinds[turn // 2 % len(kinds)]:
        return False
    return store in (None, STORES[(turn + (tracker in JIRAS)) % 2])


def journey(item):
    """What is lived, wherever it is."""
    beside = ((name, repr(value)) for name, value in params(item).items() if name not in AXES)
    return item.path, item.originalname, *sorted(beside)


def place(item):
    """The tracker, or the pair of trackers."""
    return params(item).get("pair") or params(item).get("tracker")


def params(item):
    """On what it is lived, and with which store."""
    return item.callspec.params if hasattr(item, "callspec") else {}
