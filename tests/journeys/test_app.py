"""Detour as a GitHub App: its own webhooks, tokens of an hour, and comments by its bot."""

import pytest

from connectors.simulator.github import failures
from tests.journeys.living import only, serving
from tests.journeys.organisation import Organisation

pytestmark = only("github")


@pytest.fixture
def app(hub):
    return hub.installs_app(on=["acme"])


@pytest.fixture
def live(tracker, app, store, tmp_path):
    with serving(tracker, store, tmp_path / "detour.toml", app=app) as live:
        tracker.tells(live, app=app)
        yield live


@pytest.fixture
def acme(tracker, live):
    acme = Organisation(tracker)
    live.settled()
    return acme


def said(hub, acme, app):
    """What the App's bot wrote on the waiting issue."""
    return [one for one in hub.comments_of(acme.waiting) if one.author == app.bot.login]


def test_an_app_comments_as_its_bot_and_edits_its_own_words(hub, live, acme, app):
    acme.links()
    live.settled()
    [open_] = said(hub, acme, app)

    acme.fallback()
    live.settled()

    [folded] = said(hub, acme, app)
    assert open_.body.startswith("**This waits on `acme/pay#1` (payments) and has no plan B.**")
    assert (folded.id, folded.body.split("\n")[0]) == (
        open_.id,
        "**Settled:** `acme/web#2` stands in for `acme/pay#1`.",
    )


def test_an_app_that_is_installed_anew_goes_on_with_new_tokens(hub, live, acme, app):
    acme.links()
    live.settled()

    hub.removes_app(app, "acme")
    hub.apps.install(app, hub.world.account("acme", "Organization"))
    acme.fallback()
    live.settled()

    assert [one.body.split("\n")[0] for one in said(hub, acme, app)] == [
        "**Settled:** `acme/web#2` stands in for `acme/pay#1`."
    ]


def test_an_answer_that_was_lost_ends_in_one_comment_of_an_app_too(hub, live, acme, app):
    hub.fails(failures.bad_gateway_afterwards(), "POST", "*/comments")
    acme.links()
    live.settled()

    assert len(said(hub, acme, app)) == 1
    assert len(hub.comments_of(acme.waiting)) == 1


def test_an_app_that_was_taken_out_says_nothing_and_concludes_nothing(hub, live, acme, app):
    acme.links()
    live.settled()
    before = live.verdict(acme.waiting.ref)

    hub.removes_app(app, "acme")
    acme.mia.deletes(acme.blocker)
    hub.settled()

    assert len(said(hub, acme, app)) == 1
    assert live.verdict(acme.waiting.ref).findings == before.findings
