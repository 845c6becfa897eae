import pytest
from sqlalchemy.exc import SQLAlchemyError

from connectors.contract import Delivery
from service.store.deliveries import Deliveries, DeliveryState
from service.store.tables import delivery as table


def delivery(number, body=b"{}", site="github/acme"):
    return Delivery(site, f"id-{number}", "issues", body)


@pytest.fixture
def deliveries(store):
    found = Deliveries(store)
    yield found
    found.close()


def fail(store, number):
    with store.begin() as connection:
        values = {"state": DeliveryState.DEAD.value, "note": "no JSON"}
        connection.execute(table.update().where(table.c.vendor_id == f"id-{number}").values(values))


def test_a_batch_is_kept_in_its_order_and_listed_newest_first(deliveries):
    assert deliveries.keep([delivery(1), delivery(2, b"\x00\xff")], received=7.5) == 2

    newest, oldest = deliveries.latest(10)

    assert (newest.vendor_id, newest.size, newest.received, newest.note) == ("id-2", 2, 7.5, "")
    assert (oldest.vendor_id, oldest.state) == ("id-1", DeliveryState.KEPT)


@pytest.mark.parametrize(
    ("again", "new"),
    [
        (delivery(1), 0),
        (delivery(1, b"other body"), 1),
        (delivery(2), 1),
        (delivery(1, site="github/other"), 1),
    ],
)
def test_a_delivery_is_known_by_its_site_its_id_and_its_body(deliveries, again, new):
    deliveries.keep([delivery(1)], received=1.0)

    assert deliveries.keep([again, again], received=2.0) == new


def test_failed_deliveries_are_counted_listed_and_replayed(deliveries, store):
    deliveries.keep([delivery(number) for number in range(4)], received=1.0)
    fail(store, 1)
    fail(store, 2)

    assert deliveries.counts() == {DeliveryState.KEPT: 2, DeliveryState.DONE: 0, DeliveryState.DEAD: 2}
    dead = deliveries.latest(10, DeliveryState.DEAD)
    assert [(one.vendor_id, one.note) for one in dead] == [("id-2", "no JSON"), ("id-1", "no JSON")]

    assert deliveries.replay([dead[0].id]) == 1
    assert deliveries.replay(None) == 1
    assert deliveries.counts()[DeliveryState.KEPT] == 4


def test_a_long_list_is_cut(deliveries):
    deliveries.keep([delivery(number) for number in range(600)], received=1.0)

    assert [one.vendor_id for one in deliveries.latest(2)] == ["id-599", "id-598"]


def test_a_store_that_fails_raises_one_kind_of_error_and_keeps_nothing(deliveries, store):
    with store.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE delivery RENAME TO elsewhere")

    with pytest.raises(SQLAlchemyError, match="delivery") as caught:
        deliveries.keep([delivery(1, b"canary-body")], received=1.0)

    assert "canary-body" not in str(caught.value)


def test_a_connection_that_the_database_ended_is_replaced_without_a_word(deliveries, store):
    deliveries.keep([delivery(1)], received=1.0)
    if store.dialect.name == "postgresql":
        with store.connect() as other:
            others = "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
            other.exec_driver_sql(f"SELECT pg_terminate_backend(pid) {others}")

    assert deliveries.keep([delivery(2)], received=2.0) == 1
