import threading

from service.store.connection import open_store, upgrade
from service.store.kept_settings import KEY_BYTES, access_key, hold, holds, marker_key


def key_of(store):
    with store.begin() as connection:
        return marker_key(connection)


def new(store, name, value):
    """Whether a setting was another one until now, when it is kept."""
    with store.begin() as connection:
        was = holds(connection, name, value)
        hold(connection, name, value)
        return not was


def test_a_store_has_one_key_for_ever_and_no_other_store_has_it(store, tmp_path):
    other = open_store(f"sqlite:///{tmp_path / 'other.db'}")
    upgrade(other)

    assert key_of(store) == key_of(store)
    assert len(key_of(store)) == KEY_BYTES
    assert key_of(other) != key_of(store)
    other.dispose()


def test_processes_that_start_together_agree_on_the_key(store):
    keys, together = [], threading.Barrier(4)

    def start():
        together.wait()
        keys.append(key_of(store))

    starting = [threading.Thread(target=start) for _ in range(4)]
    for each in starting:
        each.start()
    for each in starting:
        each.join()

    assert keys == [key_of(store)] * 4


def test_a_setting_is_new_once(store):
    assert [new(store, "decisions", value) for value in (b"a", b"a", b"b", b"b", b"a")] == [True, False] * 2 + [True]


def test_settings_do_not_touch_each_other(store):
    key = key_of(store)
    new(store, "decisions", b"a")

    assert new(store, "others", b"a")
    assert not new(store, "decisions", b"a")
    assert key_of(store) == key


def test_each_key_is_for_one_thing(store):
    with store.begin() as connection:
        assert access_key(connection) == access_key(connection) != marker_key(connection)
