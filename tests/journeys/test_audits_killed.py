"""An audit that is killed, or interrupted, goes on where it was: it finds the same, and reads no page in vain."""

import random
import threading

import pytest

from connectors.simulator.requests import Moment
from tests.exploring import times
from tests.journeys.audited import Audited, company, read_twice

KILLS = times(3, 5)
SEED = 7
INTERRUPTED = 130


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """What is found where nothing happens."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with company() as trackers:
        return Audited(trackers, f"sqlite:///{folder / 'detour.db'}", folder).ends()


def falls(trackers, process, chance):
    """Kills the process at one of the next requests, before or after it was handled; whether it lived so long."""
    at, left = chance.choice(list(Moment)), chance.randint(1, 12)
    fallen, guard = threading.Event(), threading.Lock()

    def watch(moment, _asked):
        nonlocal left
        with guard:
            if moment is at and not fallen.is_set():
                left -= 1
                if not left:
                    fallen.set()  # before whoever waits for its end can ask
                    process.kill()

    stop_watching = [tracker.hub.on_request(watch) for tracker in trackers]
    process.ends(120)
    for stop in stop_watching:
        stop()
    return fallen.is_set()


def test_however_often_an_audit_is_killed_it_finds_the_same_and_reads_no_page_in_vain(store_url, tmp_path, undisturbed):
    chance = random.Random(SEED)
    with company() as trackers:
        audited = Audited(trackers, store_url, tmp_path)
        for _ in range(KILLS):
            assert falls(trackers, audited.begins(), chance), audited.err.read_text()

        assert audited.ends() == undisturbed
        for tracker in trackers:
            assert read_twice(tracker) <= KILLS


def test_ctrl_c_says_that_what_was_read_is_kept_and_the_same_command_goes_on(store_url, tmp_path, undisturbed):
    with company() as trackers:
        audited = Audited(trackers, store_url, tmp_path)
        process, read, ended = audited.begins(), threading.Event(), threading.Event()

        def hold(moment, asked):
            """In the middle of it, however slow this test is, and however quick the audit."""
            if moment is Moment.AFTER and b"on IssueConnection" in asked.body and not read.is_set():
                read.set()
                ended.wait(60)

        stop_watching = trackers[0].hub.on_request(hold)
        assert read.wait(60)

        status, said = audited.interrupted(process)
        ended.set()
        stop_watching()

        assert status == INTERRUPTED
        assert said.splitlines()[-1] == (
            "detour: interrupted; what was read is kept, and the same command goes on from here"
        )
        assert audited.ends() == undisturbed
        for tracker in trackers:
            assert read_twice(tracker) <= 1
