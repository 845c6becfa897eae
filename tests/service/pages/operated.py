"""A store in which there is something to see on every page of operation, good and bad."""

import time

from connectors.contract import Delivery
from connectors.metering import Left
from connectors.scanning import OutOfReach
from service.extent import Extent
from service.outgoing.events import Event, Kind
from service.settings import Settings
from service.store import allowances, audits, failures, notifications
from service.store.audits import Outcome
from service.store.deliveries import Deliveries
from service.store.identities import Identities, Sighting
from service.store.work import Claim, Lane, mark
from tests.drawing import SITE, ref
from tests.service.dashboards import HOSTILE

WEBHOOKS = [{"name": "ci", "url": "https://ci.acme.example/in", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}]


def fail(connection, key, times):
    """Speaking on an issue has failed so often: eight times, and it is given up."""
    identities = Identities(connection)
    identities.enter([Sighting(ref(key))])
    row = identities.of(ref(key))
    mark(connection, Lane.SPEAK, [row], 0.0)
    for _ in range(times):
        failures.failed(connection, SITE, Lane.SPEAK, Claim(row, 1, 0, 0), f"the tracker answered 500 {HOSTILE}", 1.7e9)


def operate(store):
    """Deliveries, messages, audits, limits."""
    table = Deliveries(store)
    table.keep([Delivery(SITE, f"id-{at}", "jira:issue_updated", b'{"a": {"b": 1}}') for at in range(3)], 1.7e9)
    table.close()
    with store.begin() as connection:
        Deliveries.settle(connection, {1: ""}, {2: f"cannot be read: {HOSTILE}"})
        told = Settings(webhooks=WEBHOOKS).webhooks
        notifications.note(connection, told, [Event(Kind.AUDITED, "a", 1.7e9, "", {})])
        for one in notifications.latest(connection, 1):
            notifications.failed(connection, one, f"answered 410 {HOSTILE}", 1.7e9, 0, final=True)
        extent = Extent(site=SITE, full=True, issues=7, requests=2, out_of_reach=(OutOfReach("LAW", HOSTILE, "ask"),))
        fail(connection, "OPS-2", 8)
        fail(connection, "OPS-3", 1)
        ended = audits.begin(connection, audits.SCHEDULE, [SITE], time.time() - 90)
        audits.end(connection, ended, Outcome(severities={"error": 7}, extents=(extent,)), None, time.time())
        audits.begin(connection, audits.PAGE, [SITE], time.time() - 9)
        allowances.keep(connection, SITE, {"requests": Left(5_000, 4_321)}, time.time())
