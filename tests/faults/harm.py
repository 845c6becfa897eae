"""The faults: whoever is at something is killed in the middle of it, or the database goes away under all."""

import time
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from service.pipeline.audits import Auditing, Order
from service.store.audits import PAGE
from service.store.clock import SECONDS
from service.store.connection import reading
from service.store.tables import lease

LOOK = 0.002
LONGEST_WAIT = 60.0
"""Seconds in which somebody must come to what is waited for."""
HELD = select(lease.c.holder).where(lease.c.until > SECONDS["postgresql"])


@dataclass
class Harm:
    """What is done to a fleet while people live."""

    fleet: object
    life: object
    chance: object
    server: object
    auditing: Auditing

    def kill_ingest(self):
        """``detour serve``, as webhooks come in."""
        self._live(self.chance.uniform(0.0, 0.3))
        self._replace(self.fleet.server)

    def kill_lane(self, lane):
        """The worker that is in a lane, while it works."""
        if lane == "scan":
            every = tuple(self.auditing.sites.by_name)
            self.auditing.begin(Order(sites=every, asked_by=PAGE, full=True), time.time())
        deadline = time.monotonic() + LONGEST_WAIT
        while (worker := self._in(lane)) is None:
            assert time.monotonic() < deadline, f"nobody came to {lane}"
            self.life.step()
            self._live(LOOK)
        time.sleep(self.chance.uniform(0.0, 0.05))
        self._replace(worker)

    def restart_postgres(self):
        """The database under all of them."""
        self._live(self.chance.uniform(0.1, 0.5))
        self.server.restart()
        self._live(0.3)
        self._redeliver()

    def _in(self, lane):
        """A worker that holds the lane of any site."""
        try:
            with reading(self.fleet.detour.engine) as connection:
                holders = connection.execute(HELD.where(lease.c.lane == lane)).scalars().all()
        except SQLAlchemyError:
            return None
        at_work = {int(holder.split(":")[1]) for holder in holders}
        return next((one for one in self.fleet.workers if one.number in at_work), None)

    def _live(self, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.life.step()
            time.sleep(self.chance.uniform(0.0, 0.02))

    def _replace(self, process):
        """Kills it, and starts another in its stead."""
        process.kill()
        process.ends(10)
        if process is self.fleet.server:
            self.fleet.serves()
        else:
            self.fleet.workers.remove(process)
            self.fleet.works()
        self._redeliver()

    def _redeliver(self):
        """Trackers and people send again what was not acknowledged."""
        for hub in self.fleet.detour.trackers:
            hub.settled()
            hub.redeliver(*[one for one in hub.deliveries if not one.accepted])
