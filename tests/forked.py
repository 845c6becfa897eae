"""The command in a process of its own, forked from one that has imported it: importing takes longer than most tests."""

import faulthandler
import multiprocessing
import os
import signal
import sys
import time
from contextlib import suppress
from functools import partial
from pkgutil import iter_modules

import rules.checks
from service import wiring
from service.cli import main
from service.commands import worker
from service.jobs.queue import Pace

WANTED_LATER = ("scipy.sparse.csgraph", "scipy.special", "service.jobs.bell", "alembic.command")
"""What a process imports where it is wanted, so that it starts soon: who judges, who works in a fleet, who upgrades."""
NURSERY = multiprocessing.get_context("forkserver")
NURSERY.set_forkserver_preload(
    [
        "service.commands.serve",
        "service.commands.worker",
        "service.commands.audit",
        "service.wiring",
        *(f"rules.checks.{module.name}" for module in iter_modules(rules.checks.__path__)),
        *WANTED_LATER,
        "uvicorn.loops.auto",
        "uvicorn.lifespan.on",
        "uvicorn.protocols.http.auto",
        "uvicorn.protocols.websockets.auto",
        "sqlalchemy.dialects.sqlite.pysqlite",
        "sqlalchemy.dialects.postgresql.psycopg",
        "httpcore",
        "jira",
        "tests.certificates",
    ]
)


class Forked:
    """A process that calls a function of a module, and ends with the status that this returns.

    What it prints goes to the end of files, where one is named.
    """

    def __init__(self, function, *arguments, out=os.devnull, err=os.devnull):
        born = (function, arguments, str(out), str(err))
        self._process = NURSERY.Process(target=_live, args=born)
        self._process.start()

    @property
    def status(self):
        """How it ended; ``None`` while it runs, and the negative number of the signal that ended it."""
        return self._process.exitcode

    @property
    def number(self):
        """The number that the system knows it by."""
        return self._process.pid

    def send_signal(self, number):
        """Sends a signal, unless it has ended."""
        if self.status is None:
            with suppress(ProcessLookupError):  # it has ended, and whose child it is tells so in a moment
                os.kill(self._process.pid, number)

    def kill(self):
        """Ends it without a chance to do anything, unless it has ended."""
        self.send_signal(signal.SIGKILL)

    def ends(self, seconds):
        """Waits for its end, and returns how it ended. Raises ``TimeoutError``."""
        self._process.join(seconds)
        if self.status is None:
            raise TimeoutError(f"it still runs after {seconds} s")
        return self.status


def serve_unpaced(path):
    """``detour serve``, without the pause between two writes that the real trackers ask for."""
    wiring.sites_of.__kwdefaults__["seconds_between_writes"] = 0.0
    return main(["serve", "--config", path])


def serve_by_another_clock(path, seconds):
    """The same by a clock that is so far ahead."""
    right = time.time
    time.time = lambda: right() + seconds
    return serve_unpaced(path)


def work_unpaced(path, pace):
    """``detour worker``, likewise, at a ``Pace`` of a test's own."""
    wiring.sites_of.__kwdefaults__["seconds_between_writes"] = 0.0
    worker.Cluster = partial(worker.Cluster, pace=Pace(**pace))
    return main(["worker", "--config", path])


def _live(function, arguments, out, err):
    faulthandler.enable()
    for stream, path in ((sys.stdout, out), (sys.stderr, err)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(file, stream.fileno())
        os.close(file)
    sys.exit(function(*arguments))
