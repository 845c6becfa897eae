"""Test-wide settings, and the fixtures that many tests share."""

import gc
import signal

import pytest
import structlog

pytest_plugins = [
    "tests.certificates",
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


def pytest_collection_finish():
    """What was collected stays until the end: half a second of CPU, each time that the collector looks through it."""
    gc.freeze()


@pytest.fixture(autouse=True)
def _as_talkative_as_before():
    """A command sets up the logs of its process, which is that of the other tests here, too."""
    yield
    if structlog.is_configured():
        structlog.reset_defaults()
