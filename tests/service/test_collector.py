"""Memory that nobody holds any more."""

import gc
from pathlib import Path

import pytest

from service import collector
from service.collector import collect_in_short_steps, collecting_often, give_back, loading

STATUS = Path("/proc/self/status")
MEGABYTE = 1 << 20


def resident():
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


@pytest.mark.skipif(collector._TRIM is None or not STATUS.exists(), reason="the C library gives nothing back")
def test_what_is_free_between_what_is_kept_is_given_back():
    blocks = [bytes(10_000) for _ in range(8_000)]
    kept = blocks[::40]
    del blocks
    full = resident()

    give_back()

    assert len(kept) == 200
    assert full - resident() > 40 * MEGABYTE


def test_while_something_is_read_rings_are_looked_for_often_and_then_as_before():
    before = gc.get_threshold()

    with collecting_often():
        assert gc.get_threshold()[0] == collector.OFTEN

    assert gc.get_threshold() == before


def test_a_service_drops_a_few_thousand_objects_at_a_time():
    before, steps = gc.get_threshold(), []
    gc.callbacks.append(lambda phase, told: steps.append(told["collected"]) if phase == "stop" else None)
    collect_in_short_steps()
    try:
        for _ in range(100_000):
            ring = []
            ring.append(ring)
    finally:
        gc.callbacks.pop()
        gc.set_threshold(*before)

    assert sum(steps) > 90_000
    assert max(steps) <= 2 * collector.OFTEN


def fails_to_load():
    with loading():
        assert not gc.isenabled()
        raise ImportError


def test_while_modules_are_loaded_nothing_is_looked_for_and_then_it_is_whatever_happened():
    with pytest.raises(ImportError):
        fails_to_load()

    assert gc.isenabled()
