"""What a fleet writes on a site is counted once for all, whichever process writes it."""

import threading

from connectors.turns import Limit
from service.store.connection import open_store
from service.store.turns import StoredTurns

SITE, LIMITS = "github/acme", (Limit(5, 3600.0), Limit(3, 60.0))


def test_two_workers_have_one_count(store, store_url):
    other = open_store(store_url)
    one, another = StoredTurns(store, SITE), StoredTurns(other, SITE)

    assert [worker.take("", 100.0 + n, LIMITS) for n, worker in enumerate((one, another, one))] == [0.0, 0.0, 0.0]
    assert another.take("", 110.0, LIMITS) == 50.0
    assert [worker.take("", 200.0, LIMITS) for worker in (another, one)] == [0.0, 0.0]
    assert one.take("", 3600.0, LIMITS) == 100.0
    assert another.take("", 3701.0, LIMITS) == 0.0
    other.dispose()


def test_other_sites_and_scopes_have_counts_of_their_own(store):
    for _ in range(3):
        StoredTurns(store, SITE).take("", 1.0, LIMITS)

    assert StoredTurns(store, SITE).take("", 1.0, LIMITS) > 0
    assert StoredTurns(store, SITE).take("acme", 1.0, LIMITS) == 0.0
    assert StoredTurns(store, "github/other").take("", 1.0, LIMITS) == 0.0


def test_at_once_no_more_than_allowed_get_a_turn(store):
    waits = []
    threads = [
        threading.Thread(target=lambda: waits.append(StoredTurns(store, SITE).take("", 1.0, LIMITS))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(waits) == [0.0] * 3 + [60.0] * 5
