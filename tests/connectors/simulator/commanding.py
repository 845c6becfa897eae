"""Starts the command as a person at a terminal does."""

import subprocess
import sys
from contextlib import contextmanager

COMMAND = [sys.executable, "-m", "connectors.simulator", "--port", "0"]


@contextmanager
def running(*options):
    """The command, and what it printed when it began to run."""
    with subprocess.Popen([*COMMAND, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process, "".join(until_its_last_line(process))
        finally:
            process.kill()


def until_its_last_line(process):
    line = ""
    while "fate=late" not in line:
        line = process.stdout.readline()
        assert line, process.stderr.read()
        yield line
