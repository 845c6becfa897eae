"""Test-wide settings.

Property tests draw the same examples in every run, so that a change is judged by what it changed. To look further, run
``DETOUR_EXPLORE=1 make test``: new examples each time, and more of them.
"""

import ssl
from functools import cache

import certifi
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

CERTIFICATES = {"cafile": certifi.where()}
read_certificates = ssl.create_default_context
read_once = cache(read_certificates)


def certificates(*purpose, **where):
    """Reads the usual ones once: each client would read them anew, and that takes longer than most tests."""
    return (read_once if not purpose and where == CERTIFICATES else read_certificates)(*purpose, **where)


ssl.create_default_context = certificates
