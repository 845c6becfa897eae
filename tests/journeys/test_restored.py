"""A store that was restored from a backup knows less than what stands on the trackers: nothing is said twice."""

import shutil
from contextlib import contextmanager

import pytest
import structlog

from service.cli import main
from service.store.connection import open_store
from tests.journeys.living import only, serving
from tests.journeys.organisation import Organisation

pytestmark = only("github", "cloud")


@pytest.fixture
def service(tracker, tmp_path):
    """Runs a service on a SQLite file, which a test may put another in the place of."""
    file = tmp_path / "detour.db"
    more = f'[store]\nurl = "sqlite:///{file}"\n'

    @contextmanager
    def serve():
        engine = open_store(f"sqlite:///{file}")
        try:
            with serving(tracker, engine, tmp_path / "detour.toml", more=more) as live:
                yield live
        finally:
            engine.dispose()

    return serve


@pytest.fixture
def db(tmp_path):
    return lambda *words: main(["db", *words, "--config", str(tmp_path / "detour.toml")])


def test_comments_that_were_written_since_the_backup_are_found_and_kept_up(
    tracker, service, db, tmp_path, migrated_file
):
    shutil.copy(migrated_file, tmp_path / "detour.db")
    with service() as live:
        tracker.tells(live)
        acme = Organisation(tracker)
        other = acme.plans(tracker.web, "Search")
        acme.mia.blocks(other, by=acme.blocker)
        live.settled()
        assert db("backup", str(tmp_path / "backup.db")) == 0
        acme.links()
        live.settled()
        acme.mia.closes(acme.blocker, tracker.dropped)
        live.settled()
    before = {issue.ref: (acme.ours(issue), acme.notified(issue)) for issue in (acme.waiting, other)}

    (tmp_path / "backup.db").replace(tmp_path / "detour.db")
    assert db("restored") == 0
    main(["audit", "--full", "--config", str(tmp_path / "detour.toml"), "--output", str(tmp_path / "report")])
    structlog.reset_defaults()  # the command keeps its process from logging
    with service() as live:
        tracker.tells(live)
        for issue in (acme.waiting, other):
            acme.mia.edits(issue, title="Renamed")
        live.settled()
        after = {issue.ref: (acme.ours(issue), acme.notified(issue)) for issue in (acme.waiting, other)}
        acme.declares(acme.mia.opens(tracker.web, "Ledger of our own"))
        live.settled()

    assert [len(comments) for comments, _ in before.values()] == [1, 1]
    for ref, (comments, notified) in after.items():
        assert [one.id for one in comments] == [one.id for one in before[ref][0]]
        assert notified == before[ref][1]
    assert len(acme.ours()) == len(acme.ours(other)) == 1
    assert "without being done" in acme.shown(other)[0]
