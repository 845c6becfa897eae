import threading
import time

from sqlalchemy import select, update

from service.store.clock import SECONDS, changing, tick
from service.store.tables import clock


def test_ticks_grow(store):
    ticks = [tick(store) for _ in range(3)]
    with changing(store) as (_, now):
        ticks.append(now)

    assert ticks == sorted(set(ticks))


def test_ticks_are_the_microseconds_of_the_database(store):
    before = time.time()
    now = tick(store)

    assert abs(now / 1_000_000 - before) < 5


def test_ticks_grow_where_the_clock_is_set_back(store):
    ahead = round((time.time() + 3600) * 1_000_000)
    with store.begin() as connection:
        connection.execute(update(clock).values(tick=ahead))

    assert [tick(store), tick(store)] == [ahead + 1, ahead + 2]


def test_who_changes_the_model_waits_for_whoever_is_at_it(store):
    order, begun = [], threading.Event()

    def late():
        begun.wait()
        order.append("asked")
        with changing(store) as (_, now):
            order.append(now)

    second = threading.Thread(target=late)
    second.start()
    with changing(store) as (_, now):
        begun.set()
        while order != ["asked"]:
            time.sleep(0.001)
        time.sleep(0.05)
        order.append(now)
    second.join()

    assert order[:2] == ["asked", now]
    assert order[2] > now


def test_the_databases_seconds_are_those_of_everybody(store):
    with store.connect() as connection:
        before = time.time()
        seconds = connection.execute(select(SECONDS[store.dialect.name])).scalar_one()

    assert abs(seconds - before) < 5


def test_the_databases_seconds_go_on_within_a_transaction(store):
    with store.begin() as connection:
        moments = []
        for _ in range(2):
            moments.append(connection.execute(select(SECONDS[store.dialect.name])).scalar_one())
            time.sleep(0.01)

    assert moments[0] < moments[1]
