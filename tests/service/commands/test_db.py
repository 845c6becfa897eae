"""Looking after the store on the command line."""

from importlib.metadata import version
from pathlib import Path

import pytest
from sqlalchemy import text

from service.store.connection import open_store


@pytest.fixture
def db(store_url, tmp_path, detour):
    """Runs the command on a configured store."""
    path = tmp_path / "detour.toml"
    path.write_text(f'[store]\nurl = "{store_url}"\n')
    return lambda *words: detour("db", *words, "--config", path)


def test_a_store_is_made_and_then_up_to_date(db, store_url):
    status, printed, _ = db("upgrade")
    assert (status, printed.startswith("from schema none to 00")) == (0, True)

    assert db("upgrade")[1].endswith("already\n")
    beside = "" if store_url.startswith("sqlite") else f", with procrastinate's {version('procrastinate')[:4]}"
    assert db("check")[:2] == (0, f"the store is whole, its schema is {printed.split()[-1]}{beside}\n")


@pytest.mark.parametrize(("number", "words"), [("0003", "is an older Detour's"), ("9999", "is a newer Detour's")])
def test_a_store_of_another_detour_is_told_with_what_to_do(db, store_url, number, words):
    db("upgrade")
    engine = open_store(store_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :number"), {"number": number})
    engine.dispose()

    status, printed, _ = db("check")

    assert status == 1
    assert f"the schema {number} {words}" in printed


def test_tables_that_somebody_dropped_are_told(db, store_url):
    db("upgrade")
    if store_url.startswith("sqlite"):
        return
    engine = open_store(store_url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE procrastinate_events"))
    engine.dispose()

    status, printed, _ = db("check")

    assert (status, printed.startswith("procrastinate_events: not there")) == (1, True)


def test_a_damaged_file_is_told(db, store_url):
    db("upgrade")
    if not store_url.startswith("sqlite"):
        return
    with Path(store_url.removeprefix("sqlite:///")).open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 4)

    status, printed, said = db("check")

    assert status in (1, 2)
    assert "damaged" in printed or "malformed" in said


def test_a_store_is_copied_into_another_one_and_only_once(db, detour, store_url, tmp_path):
    db("upgrade")
    target = f"sqlite:///{tmp_path / 'copy.db'}"

    status, printed, said = detour("db", "copy", store_url, target)

    assert (status, printed) == (0, "1 row was copied\n")
    assert "clock: 1" in said


def test_where_no_store_is_it_says_what_makes_one(detour, tmp_path):
    status, _, said = detour("db", "copy", f"sqlite:///{tmp_path / 'none.db'}", f"sqlite:///{tmp_path / 'copy.db'}")

    assert (status, "there is no store there" in said) == (2, True)
