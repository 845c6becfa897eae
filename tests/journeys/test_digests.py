"""A week beside each tracker: what changed is posted to the team's chat once, by the running service."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from service.cli import main
from service.jobs import telling
from service.store import digests
from service.store.connection import reading
from service.store.digests import DigestState
from tests.journeys.living import serving
from tests.journeys.organisation import Organisation
from tests.service.digest.receivers import chat_room

WEEK = timedelta(days=7).total_seconds()


@pytest.fixture(autouse=True)
def _attentive(monkeypatch):
    """The service looks at once for what another process, here a test, did to its digests."""
    monkeypatch.setattr(telling, "LOOK_SECONDS", 0.02)


@pytest.fixture
def room():
    with chat_room() as room:
        yield room


def outlet(room):
    return f'digest_webhook = "{room.webhook}"\n'


class Week:
    """The web team's digest in the store of a running service."""

    def __init__(self, live):
        self.live = live
        live.until(self.kept)

    def kept(self):
        with reading(self.live.engine) as connection:
            return digests.kept_of(connection, "web")

    def changes(self, **fields):
        with self.live.engine.begin() as connection:
            digests.keep(connection, replace(digests.kept_of(connection, "web"), **fields))

    def is_over(self):
        self.changes(slot=self.kept().slot - WEEK, note="a week passes")

    def is_settled(self):
        kept = self.kept()
        return kept.state is DigestState.QUIET and kept.note != "a week passes"

    def settles(self):
        self.live.until(self.is_settled)
        return self.kept().note

    def passes(self):
        """A week passes for digests, and what is due then is done."""
        self.live.settled()
        self.is_over()
        return self.settles()


def test_what_changed_in_a_week_is_posted_once(tracker, store, tmp_path, room):
    with serving(tracker, store, tmp_path / "detour.toml", outlet=outlet(room)) as live:
        tracker.tells(live)
        week = Week(live)
        acme = Organisation(tracker)
        acme.links()
        first = week.passes()
        second = week.passes()
        acme.fallback()
        third = week.passes()

    assert (first, second, third) == ("it was sent", "nothing changed", "it was sent")
    found, settled = room.texts
    assert (
        f"*Newly in violation (1)*\n\n- `{acme.waiting.ref}` `Checkout`: *This waits on `{acme.blocker.ref}`" in found
    )
    assert "1 new comment and no silent edits" in found
    assert f"*Settled (1)*\n\n- `{acme.waiting.ref}` `Checkout`: *Settled:*" in settled
    assert "no new comments and 1 silent edit" in settled


def test_a_service_that_starts_anew_in_the_middle_posts_what_is_left_and_nothing_twice(tracker, store, tmp_path, room):
    path = tmp_path / "detour.toml"
    with serving(tracker, store, path, outlet=outlet(room)) as live:
        tracker.tells(live)
        week = Week(live)
        acme = Organisation(tracker)
        acme.links()
        room.answers = [503]
        live.settled()
        week.is_over()
        live.until(lambda: week.kept().state is DigestState.READY and room.asked)
    week.changes(due=0.0)
    for _ in range(2):
        with serving(tracker, store, path, outlet=outlet(room)) as live:
            week.settles()
            live.settled()

    assert (room.asked, len(room.posts)) == (2, 1)


def test_in_a_dry_run_it_is_made_and_not_posted(tracker, store, tmp_path, room):
    with serving(tracker, store, tmp_path / "detour.toml", mode="dry-run", outlet=outlet(room)) as live:
        tracker.tells(live)
        week = Week(live)
        acme = Organisation(tracker)
        acme.links()
        note = week.passes()

    assert note.startswith("dry run")
    assert acme.waiting.ref in str(week.kept().made.document)
    assert room.asked == 0


def test_people_read_the_last_digest_on_its_page_and_ask_for_the_next_before_it_is_told(
    tracker, store, store_url, tmp_path, room, capsys
):
    more = f'[store]\nurl = "{store_url}"\n'
    path = tmp_path / "detour.toml"
    with serving(tracker, store, path, outlet=outlet(room), more=more) as live:
        tracker.tells(live)
        week = Week(live)
        page = f"{live.address}/teams/web/digest.md"
        before = httpx.get(page)
        acme = Organisation(tracker)
        acme.links()
        week.passes()
        told = httpx.get(page)
        same = httpx.get(page, headers={"If-None-Match": told.headers["etag"]})
        nobody = httpx.get(f"{live.address}/teams/payments/digest.md")
        acme.fallback()
        live.settled()
        capsys.readouterr()
        status = main(["digest", "web", "--config", str(path)])
        shown = capsys.readouterr().out
        refused = main(["digest", "payments", "--config", str(path)]), capsys.readouterr().err

    assert (before.status_code, before.text) == (200, "")
    assert (told.text, told.headers["content-type"]) == (room.texts[0], "text/markdown; charset=utf-8")
    assert (same.status_code, nobody.status_code) == (304, 404)
    assert status == 0
    assert "of the last one: it was sent. Now it would say:" in shown
    assert f"- `{acme.waiting.ref}` `Checkout`: *Settled:*" in shown
    assert refused[0] == 2
    assert "payments has neither digest_webhook nor digest_email; with one: web" in refused[1]
    assert len(room.posts) == 1
