"""Deliveries and work that fails, on the command line: listed with their reasons, and tried again."""

import pytest
from sqlalchemy import select

from connectors.contract import Delivery
from service.store import failures
from service.store.deliveries import Deliveries, DeliveryState
from service.store.identities import Identities, Sighting
from service.store.tables import failure
from service.store.work import Claim, Lane, claim
from tests.drawing import SITE, ref


@pytest.fixture
def command(store, store_url, tmp_path, detour):
    """Runs a command on a store with a dead letter and two pieces of work that fail, of which one was given up."""
    path = tmp_path / "detour.toml"
    path.write_text(f'[store]\nurl = "{store_url}"\n')
    table = Deliveries(store)
    table.keep([Delivery("github/acme", f"id-{at}", "issues", b"{}") for at in range(2)], 1000.0)
    table.close()
    with store.begin() as connection:
        Deliveries.settle(connection, {1: ""}, {2: "not understood"})
        identities = Identities(connection)
        identities.enter([Sighting(ref("A-1")), Sighting(ref("A-2"))])
        for _ in range(failures.MOST_TRIES):
            failures.failed(connection, SITE, Lane.READ, Claim(identities.of(ref("A-1")), 1, 1, 0), "answered 500", 1e3)
        failures.failed(connection, SITE, Lane.SPEAK, Claim(identities.of(ref("A-2")), 1, 0, 0), "KeyError", 2e3)
    return lambda *words: detour(*words, "--config", path)


def test_what_was_given_up_is_listed_with_its_reason(command):
    _, printed, _ = command("deliveries", "--dead")

    letter, work, counts, fails = printed.splitlines()
    assert letter.endswith("github/acme  issues  id-1  2 bytes  not understood")
    assert work.endswith("  1970-01-01 00:16:40  dead    jira/acme  read  A-1  tried 8 times  answered 500")
    assert counts == "0 kept, 1 done, 1 dead"
    assert fails == "work that fails: 2, of which 1 given up"


def test_what_still_is_tried_is_listed_beside_all_that_came(command):
    printed = command("deliveries")[1]

    assert "  1970-01-01 00:33:20  fails   jira/acme  speak  A-2  tried 1 times  KeyError" in printed


def test_all_that_was_given_up_is_replayed_at_once(command, store):
    assert command("replay", "--dead")[:2] == (0, "1 to be looked at again\n1 to be tried again\n")

    assert Deliveries(store).counts()[DeliveryState.DEAD] == 0
    assert len(claim(store, SITE, Lane.READ, 1e12, 10)) == 1
    with store.connect() as connection:
        assert connection.execute(select(failure.c.lane)).scalars().all() == ["speak"]


def test_one_piece_of_work_is_replayed_by_itself(command, store):
    [number] = [line.split()[1] for line in command("deliveries")[1].splitlines() if "  fails  " in line]

    assert command("replay", "--work", number)[:2] == (0, "1 to be tried again\n")

    assert len(claim(store, SITE, Lane.SPEAK, 1e12, 10)) == 1
    assert Deliveries(store).counts()[DeliveryState.DEAD] == 1


def test_a_delivery_is_replayed_by_itself(command, store):
    assert command("replay", "2")[:2] == (0, "1 to be looked at again\n")

    assert Deliveries(store).counts() == {DeliveryState.KEPT: 1, DeliveryState.DONE: 1, DeliveryState.DEAD: 0}


@pytest.mark.parametrize("words", [(), ("1", "--dead"), ("--work", "1", "--dead")])
def test_what_is_meant_has_to_be_said(command, words):
    assert command("replay", *words)[0] == 2


@pytest.mark.parametrize("words", [("999",), ("--work", "999")])
def test_what_is_not_in_the_store_is_refused(command, words):
    status, _, said = command("replay", *words)

    assert (status, "not in the store" in said) == (2, True)
