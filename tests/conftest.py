"""Test-wide settings.

Property tests draw the same examples in every run, so that a change is judged by what it changed. To look further, run
``DETOUR_EXPLORE=1 make test``: new examples each time, and more of them.
"""

from hypothesis import settings

from tests.exploring import EXPLORING

pytest_plugins = [
    "tests.stores",
    "tests.browsers",
    "tests.command_line",
    "tests.journeys.living",
    "tests.service.own_rules.packages",
]

settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile("explore" if EXPLORING else "steady")
