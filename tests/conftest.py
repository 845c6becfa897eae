"""Test-wide settings, and the fixtures that many tests share."""

import signal
import ssl
from functools import cache

import certifi
import pytest
import structlog

pytest_plugins = [
    "tests.exploring",
    "tests.stores",
    "tests.browsers",
    "tests.command_line",
    "tests.journeys.choice",
    "tests.journeys.living",
    "tests.service.own_rules.packages",
]

# A shell has what it starts in the background ignore Ctrl-C, and whatever that starts in turn.
signal.signal(signal.SIGINT, signal.default_int_handler)

CERTIFICATES = {"cafile": certifi.where()}
read_certificates = ssl.create_default_context
read_once = cache(read_certificates)


def certificates(*purpose, **where):
    """Reads the usual ones once: each client would read them anew, and that takes longer than most tests."""
    return (read_once if not purpose and where == CERTIFICATES else read_certificates)(*purpose, **where)


ssl.create_default_context = certificates


@pytest.fixture(autouse=True)
def _as_talkative_as_before():
    """A command sets up the logs of its process, which is that of the other tests here, too."""
    yield
    if structlog.is_configured():
        structlog.reset_defaults()
