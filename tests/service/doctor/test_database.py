"""A store on PostgreSQL has a clock of its own, and may be out of reach."""

import json
import time

import pytest

from service.doctor.clocks import FAR_OFF
from service.store import diagnosis
from tests.service.doctor.clinic import clinic


@pytest.fixture
def told(detour, tmp_path, migrated_file):
    """What the doctor says of the store at an address: each line by its kind and what it is about."""

    def tell(url):
        with clinic(tmp_path, migrated_file) as patient:
            patient.tables["store"]["url"] = url
            _, out, _ = detour("doctor", "--config", patient.written(), "--format", "json")
        lines = json.loads(out)["checks"]
        return [(one["level"], one["about"], one["message"]) for one in lines if one["kind"] in {"store", "clocks"}]

    return tell


@pytest.mark.usefixtures("store")
def test_its_clock_is_compared_with_ours(told, store_url):
    lines = told(store_url)

    compared = [line for line in lines if line[1] == "database"]
    on_postgresql = [("ok", "database", "our clock agrees with the database's")]
    assert compared == (on_postgresql if store_url.startswith("postgresql") else [])
    assert ("ok", "", "it takes writes") in lines


@pytest.mark.usefixtures("store")
def test_a_clock_that_is_off_is_named(told, store_url, monkeypatch):
    monkeypatch.setattr(diagnosis, "seconds", lambda _connection: time.time() + 2 * FAR_OFF)

    wrong = [line for line in told(store_url) if line[0] == "wrong"]

    named = [("wrong", "database", "our clock is 120 s behind the database's")]
    assert wrong == (named if store_url.startswith("postgresql") else [])


def test_one_that_does_not_answer_is_named_without_its_password(told):
    lines = told("postgresql://detour:canary-password@127.0.0.1:9/detour")

    [wrong] = [line for line in lines if line[:2] == ("wrong", "")]
    assert wrong[2].startswith("it cannot be asked: OperationalError")
    assert "canary-password" not in str(lines)
