import pytest
from alembic import command
from alembic.config import Config

from service.store.connection import MIGRATIONS, open_store, upgrade
from service.store.deliveries import Deliveries, DeliveryState

KEPT = "INSERT INTO delivery (site, vendor_id, event, digest, body, received, state, note) VALUES "


@pytest.fixture
def older(store_url):
    """A store as an earlier Detour left it, by the number of its schema."""
    engine = open_store(store_url)

    def at(revision):
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
        return engine

    yield at
    engine.dispose()


def test_deliveries_that_were_kept_before_their_states_had_other_words_are_still_there(older):
    store = older("0002")
    with store.begin() as connection:
        for number, state in enumerate(("new", "done", "failed")):
            connection.exec_driver_sql(f"{KEPT} ('github/acme', 'id-{number}', 'issues', '', '', 1.0, '{state}', '')")

    upgrade(store)

    states = {one.vendor_id: one.state for one in Deliveries(store).latest(3)}
    assert states == {"id-0": DeliveryState.KEPT, "id-1": DeliveryState.DONE, "id-2": DeliveryState.DEAD}
