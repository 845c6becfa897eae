"""Which journeys this run lives: all on every tracker and store if it explores, else a choice that has every pair.

The first journey of a file is lived on each tracker and with each store. The following ones are lived on GitHub and on
one kind of Jira, each with another store, and take turns, so that five of them have had all pairs. Those that can be
lived on the same trackers only have a first one of their own.
"""

from collections import defaultdict
from itertools import count

from tests.exploring import EXPLORING

JIRAS = {"cloud": "sqlite", "datacenter": "postgresql"}
"""With which store the first journey of a file is lived there."""
STORES = ("sqlite", "postgresql")
AXES = {"tracker", "store_url"}


def pytest_collection_modifyitems(items):
    """Leaves out what is not chosen, and begins with what takes longest."""
    if not EXPLORING:
        kept = set(map(id, chosen([item for item in items if item.path.parent.name == "journeys"])))
        items[:] = [item for item in items if item.path.parent.name != "journeys" or id(item) in kept]
    items.sort(key=lambda item: "test_killed" not in item.nodeid)


def chosen(items):
    """The journeys to be lived, in their order: items with a ``path``, an ``originalname`` and maybe a ``callspec``."""
    journeys = defaultdict(set)
    for item in items:
        journeys[journey(item)].add(params(item).get("tracker"))
    turns, numbers = defaultdict(count), {}
    for one, trackers in journeys.items():
        numbers[one] = next(turns[one[0], frozenset(trackers)])
    return [item for item in items if is_lived(numbers[journey(item)], params(item), journeys[journey(item)])]


def is_lived(turn, params, trackers):
    """Whether the journey with this number in its file is lived so; ``trackers`` are all that it could be lived on."""
    tracker, store = params.get("tracker"), params.get("store_url")
    if home := getattr(params.get("pair"), "home", None):
        return store == home
    if turn == 0:
        return store in (None, JIRAS.get(tracker, store))
    kinds = [kind for kind in JIRAS if kind in trackers]
    if tracker in JIRAS and tracker != kinds[turn // 2 % len(kinds)]:
        return False
    return store in (None, STORES[(turn + (tracker in JIRAS)) % 2])


def journey(item):
    """What is lived, wherever it is."""
    beside = ((name, repr(value)) for name, value in params(item).items() if name not in AXES)
    return item.path, item.originalname, *sorted(beside)


def params(item):
    """On what it is lived, and with which store."""
    return item.callspec.params if hasattr(item, "callspec") else {}
