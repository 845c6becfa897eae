"""Secrets are replaced while Detour runs, as Kubernetes replaces them: nothing is lost, and nothing is given up."""

import os
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy import select

from service.store import failures
from service.store.connection import reading
from service.store.deliveries import Deliveries, DeliveryState
from tests.journeys.fleets import fleet_beside
from tests.journeys.living import serving
from tests.journeys.organisation import Organisation
from tests.journeys.trackers import SECRET

NEW_SECRET, NEW_TOKEN = "journey-secret-the-second", "token-the-second"
PATIENCE = 60


class Mounted:
    """A folder of secrets: links to the files of a folder, which is another one after each change."""

    def __init__(self, folder):
        self.folder, self.count, self.held = folder, 0, {}
        folder.mkdir()

    def holds(self, **secrets):
        """From now on, all at once."""
        self.held |= secrets
        self.count += 1
        inner = self.folder / f"..{self.count}"
        inner.mkdir()
        for name, secret in self.held.items():
            (inner / name).write_text(secret)
            if not (self.folder / name).is_symlink():
                (self.folder / name).symlink_to(f"..data/{name}")
        (self.folder / "..new").symlink_to(inner.name)
        os.replace(self.folder / "..new", self.folder / "..data")  # noqa: PTH105  # as the kubelet does it


@pytest.fixture
def mounted(tracker, tmp_path, monkeypatch):
    monkeypatch.setattr("service.settings.renewal.LOOK_SECONDS", -1.0)  # each time: a journey is over in less
    mounted = Mounted(tmp_path / "secrets")
    mounted.holds(token=tracker.hub.bot_token, webhooks=SECRET)
    return mounted


def signs_with(tracker, secret):
    """Its webhooks are signed by another secret from now on."""
    hooks = tracker.hub._hooks._hooks
    hooks[:] = [replace(hook, secret=secret) for hook in hooks]


def given_up(engine):
    with reading(engine) as connection:
        dead = connection.execute(select(failures.table).where(failures.table.c.dead)).all()
    return len(dead) + Deliveries(engine).counts()[DeliveryState.DEAD]


def test_a_token_and_the_secret_of_webhooks_change_without_a_gap(tracker, store, tmp_path, mounted):
    with serving(tracker, store, tmp_path / "detour.toml", files=mounted.folder) as live:
        tracker.tells(live)
        acme = Organisation(tracker)
        acme.links()
        live.settled()

        mounted.holds(webhooks=f"{NEW_SECRET}\n{SECRET}\n")
        acme.mia.edits(acme.waiting, body="By the old secret.")
        live.settled()
        signs_with(tracker, NEW_SECRET)
        tracker.rotates_token(NEW_TOKEN)  # the old one is refused before the new one is there
        ticket = acme.fallback()
        live.until(lambda: any(asked.status == 401 for asked in tracker.hub.requests))
        mounted.holds(token=NEW_TOKEN)
        live.settled()
        mounted.holds(webhooks=NEW_SECRET)
        acme.mia.closes(ticket, "not_planned")
        live.settled()

        assert [one for one in tracker.hub.deliveries if not one.accepted] == []
        assert "was dropped" in acme.comment()
        assert given_up(store) == 0
        old = tracker.hub.deliveries[0]
        tracker.hub.redeliver(old)
        tracker.hub.settled()
        assert old.answers[-1] == 401


@pytest.mark.parametrize("tracker", ["github"], indirect=True)
def test_what_is_no_secret_leaves_the_last_one_in_its_place(tracker, store, tmp_path, mounted):
    with serving(tracker, store, tmp_path / "detour.toml", files=mounted.folder) as live:
        tracker.tells(live)
        acme = Organisation(tracker)

        mounted.holds(token="", webhooks="\n")
        acme.links()
        live.settled()

        assert [one for one in tracker.hub.deliveries if not one.accepted] == []
        assert "has no plan B" in acme.comment()


def changes_key(hub, app):
    """The App gets another key, and nothing is good any more that the old one signed; the new one."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    app.public_key = key.public_key()
    hub.apps._tokens.clear()
    form = serialization.PrivateFormat.TraditionalOpenSSL
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


@pytest.mark.parametrize("tracker", ["github"], indirect=True)
def test_the_key_of_an_app_changes(tracker, store, tmp_path, mounted):
    app = tracker.hub.installs_app("detour", on=["acme"])
    mounted.holds(key=app.private_key)
    with serving(tracker, store, tmp_path / "detour.toml", app=app, files=mounted.folder) as live:
        tracker.tells(live)
        acme = Organisation(tracker)
        acme.links()
        live.settled()

        mounted.holds(key=changes_key(tracker.hub, app))
        ticket = acme.fallback()
        live.settled()
        acme.mia.closes(ticket, "not_planned")
        live.settled()

        [comment] = [one for one in tracker.hub.comments_of(acme.waiting) if one.author == app.bot.login]
        assert "was dropped" in tracker.text(comment)
        assert given_up(store) == 0


@pytest.mark.parametrize("tracker", ["github"], indirect=True)
def test_workers_take_a_new_token_over(tracker, postgres_store, tmp_path, mounted):
    with fleet_beside((tracker,), postgres_store, tmp_path / "detour.toml", files=mounted.folder) as fleet:
        fleet.serves()
        fleet.works()
        acme = Organisation(tracker)
        tracker.rotates_token(NEW_TOKEN)
        acme.links()
        fleet.detour.until(lambda: any(asked.status == 401 for asked in tracker.hub.requests))
        mounted.holds(token=NEW_TOKEN)
        fleet.detour.settled(PATIENCE)

        assert "has no plan B" in acme.comment()
        assert given_up(fleet.detour.engine) == 0
