import signal
import sys
import time

import pytest

from tests.forked import WANTED_LATER, Forked


def speak(words, status):
    """Says something on both streams."""
    sys.stdout.write(words)
    sys.stderr.write(words.upper())
    return status


def wait():
    """Goes on for longer than any test."""
    time.sleep(60)


def test_a_forked_process_prints_into_its_files_and_ends_with_its_status(tmp_path):
    out, err = tmp_path / "out", tmp_path / "err"

    first = Forked(speak, "once ", 3, out=out, err=err).ends(30)
    again = Forked(speak, "more", 0, out=out, err=err).ends(30)

    assert (first, again) == (3, 0)
    assert (out.read_text(), err.read_text()) == ("once more", "ONCE MORE")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_forked_process_is_ended_by_a_signal_and_one_more_does_no_harm(number):
    process = Forked(wait)
    before = process.status

    process.send_signal(number)
    after = process.ends(30)
    process.kill()

    assert (before, after) == (None, -number)


def test_a_forked_process_that_does_not_end_is_no_success():
    process = Forked(wait)

    with pytest.raises(TimeoutError, match="still runs"):
        process.ends(0.1)

    process.kill()
    assert process.ends(30) == -signal.SIGKILL


def test_nobody_imports_for_a_forked_process_what_the_command_needs(tmp_path):
    out = tmp_path / "out"

    Forked(tell_imported, out=out).ends(30)

    needed = {"service.commands.serve", "service.commands.audit", "rules.checks.missing_fallback", *WANTED_LATER}
    assert needed <= set(out.read_text().split())


def tell_imported():
    """Prints the names of all modules that are there."""
    sys.stdout.write(" ".join(sys.modules))
