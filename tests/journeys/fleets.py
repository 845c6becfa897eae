"""Detour on several machines, as it were: ``detour serve`` and workers as processes of their own, on one PostgreSQL."""

from contextlib import contextmanager

from service.store.connection import open_store
from tests.forked import Forked, serve_unpaced, work_unpaced
from tests.journeys.living import Detour, configuration
from tests.served import free_port, is_ready

NEVER = "0 0 1 1 * 0"
"""A cron expression, with seconds, of what no test waits for."""
HASTY = {"heartbeat": 0.5, "stalled": 2.0, "rescue": "* * * * * *", "sweep": "* * * * * *", "look": 1.0}
"""A pace at which what was lost is found soon."""
PATIENCE = 60


class Fleet:
    """The processes on one store, none at first. ``detour`` is what tests ask of them together."""

    def __init__(self, path, detour):
        self.path, self.detour, self.address = path, detour, detour.address
        self.server, self.workers, self.processes = None, [], []

    def serves(self):
        """Starts ``detour serve``, and waits until it can be asked."""
        log = self.path.with_name("serve.log")
        process = self.server = self._begins(serve_unpaced, str(self.path), log=log)
        self.detour.until(lambda: process.status is not None or is_ready(self.address), PATIENCE)
        assert process.status is None, log.read_text()[-4000:]
        return process

    def works(self, **pace):
        """Starts a worker, and waits until it is at work."""
        log = self.path.with_name(f"worker-{len(self.processes)}.log")
        process = self._begins(work_unpaced, str(self.path), HASTY | pace, log=log)
        self.workers.append(process)
        process.log = log
        self.detour.until(lambda: process.status is not None or '"ready"' in log.read_text(), PATIENCE)
        assert process.status is None, log.read_text()[-4000:]
        return process

    def _begins(self, function, *arguments, log):
        log.touch()
        process = Forked(function, *arguments, out=log, err=log)
        self.processes.append(process)
        return process


@contextmanager
def fleet_beside(trackers, url, path, *, more="", **choices):
    """No process yet; those that are started end with the context."""
    port = free_port()
    tables = f'[server]\nport = {port}\n[store]\nurl = "{url}"\n[jobs]\nrunner = "cluster"\n{more}'
    path.write_text(configuration(*trackers, more=tables, **choices))
    engine = open_store(url)
    hubs = tuple(tracker.hub for tracker in trackers)
    fleet = Fleet(path, Detour(hubs, engine, f"http://127.0.0.1:{port}"))
    for tracker in trackers:
        tracker.tells(fleet)
    try:
        yield fleet
    finally:
        for process in fleet.processes:
            process.kill()
            process.ends(10)
        engine.dispose()
