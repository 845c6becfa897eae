"""Webhooks that did not arrive: GitHub is asked to send them again, and any tracker is looked through now and then."""

from contextlib import ExitStack, contextmanager

import httpx
import pytest
import structlog
from sqlalchemy import update
from structlog.testing import capture_logs

from service.cli import main
from service.store.deliveries import Deliveries
from service.store.tables import sweep
from tests.journeys.front_door import front_door
from tests.journeys.living import configuration, only, serving
from tests.journeys.organisation import Organisation
from tests.journeys.trackers import SECRET

AN_HOUR = 3600


@pytest.fixture
def door():
    with front_door() as door:
        yield door


@pytest.fixture
def service(tracker, store, tmp_path, door):
    """Runs a service behind the door, or at its side, where no webhook finds it."""

    @contextmanager
    def serve(*, reached=True, **choices):
        more = f'[server]\npublic_url = "{door.address}"\n'
        with ExitStack() as stack:
            with door.opening():
                live = stack.enter_context(serving(tracker, store, tmp_path / "service.toml", more=more, **choices))
                door.behind = live.address if reached else None
            try:
                yield live
            finally:
                tracker.hub.settled()
                door.behind = None

    return serve


@pytest.fixture(params=["token", "app"])
def way_in(request, hub, door):
    """Credentials that may have webhooks sent again, and the webhooks that they may see."""
    address = f"{door.address}/webhooks/github/acme"
    if request.param == "app":
        app = hub.installs_app(on=["acme"])
        hub.webhook_to(address, SECRET, app=app)
        return {"app": app}
    hub.manages_webhooks("acme")
    hub.webhook_to(address, SECRET, owners=["acme"])
    return {}


def asked_again(hub):
    """How often a webhook was asked for again."""
    return sum(one.method == "POST" and one.path.endswith("/attempts") for one in hub.requests)


def sent_again(hub):
    return {one.id for one in hub.deliveries if len(one.answers) > 1}


def comments(acme, way_in):
    """Our comments on the waiting issue, by whoever we are."""
    us = way_in["app"].bot.login if way_in else acme.hub.bot.login
    return [one.body for one in acme.hub.comments_of(acme.waiting) if one.author == us]


@only("github")
def test_what_was_sent_while_nobody_listened_is_sent_again_and_told_once(hub, tracker, way_in, door, service, store):
    acme = Organisation(tracker)
    acme.links()
    hub.settled()
    missed = {one.id for one in hub.deliveries}
    assert door.refused == len(missed)

    with service(**way_in) as live:
        live.until(lambda: comments(acme, way_in) and sent_again(hub) >= missed)
        hub.redeliver(*hub.deliveries)
        live.settled()
        figures = httpx.get(f"{live.address}/metrics", trust_env=False).text

    [comment] = comments(acme, way_in)
    assert "has no plan B" in comment
    assert asked_again(hub) == len(missed)
    kept = [one.vendor_id for one in Deliveries(store).latest(999)]
    assert len(kept) == len(set(kept))
    assert set(kept) >= missed
    assert f'detour_webhooks_asked_for_again_total{{site="github/acme"}} {len(missed)}.0' in figures


@only("github")
def test_what_did_arrive_is_not_asked_for(hub, tracker, way_in, service):
    with service(**way_in) as live:
        acme = Organisation(tracker)
        live.settled()
    arrived = {one.id for one in hub.deliveries}
    acme.links()
    hub.settled()
    missed = {one.id for one in hub.deliveries} - arrived

    with service(**way_in) as live:
        live.until(lambda: comments(acme, way_in) and sent_again(hub) >= missed)
        live.settled()

    assert sent_again(hub) == missed
    assert len(comments(acme, way_in)) == 1


@only("github")
def test_what_keeps_failing_is_not_hammered(hub, tracker, way_in, service):
    Organisation(tracker)
    hub.settled()

    for round_ in range(1, 4):
        with service(reached=False, **way_in) as live:
            live.until(lambda so_many=round_: len(sent_again(hub)) == so_many)
            live.settled()

    assert asked_again(hub) == 3


@pytest.fixture
def swept(tracker, store, store_url, tmp_path, service):
    """An organisation that was audited an hour ago, and went live; its webhooks go nowhere since."""
    path = tmp_path / "audit.toml"
    path.write_text(configuration(tracker, more=f'[store]\nurl = "{store_url}"\n'))
    acme = Organisation(tracker)
    main(["audit", "--config", str(path), "--format", "json"])
    structlog.reset_defaults()  # the command keeps its process from logging
    with service(reached=False) as live:
        live.settled()
    with store.begin() as connection:
        earlier = {name: sweep.c[name] - AN_HOUR for name in ("started", "ended", "through")}
        connection.execute(update(sweep).values(**earlier))
    return acme


def test_what_no_webhook_told_is_found_within_the_hour(tracker, swept, door, service):
    tracker.hub.webhook_to(f"{door.address}/webhooks/{tracker.site}", SECRET)
    swept.mia.edits(swept.waiting, body=f"Blocked by: {swept.blocker.ref}")
    tracker.hub.settled()

    with service(reached=False) as live:
        live.until(swept.shown)
        live.settled()
        figures = httpx.get(f"{live.address}/metrics", trust_env=False).text

    assert "has no plan B" in swept.comment()
    assert f'detour_changes_missed_total{{site="{tracker.site}"}} 1.0' in figures


@only("github")
def test_without_the_permission_it_is_said_once_and_the_sweep_finds_it(hub, swept, door, service):
    hub.webhook_to(f"{door.address}/webhooks/github/acme", SECRET)
    swept.mia.edits(swept.waiting, body=f"Blocked by: {swept.blocker.ref}")
    hub.settled()

    with capture_logs() as logs, service() as live:
        live.until(swept.shown)
        live.settled()

    [said] = [one for one in logs if one["event"] == "webhooks_cannot_be_asked_for"]
    assert (said["site"], said["sender"]) == ("github/acme", "acme")
    assert "admin:org_hook" in said["reason"]
    assert asked_again(hub) == 0
    assert len(swept.shown()) == 1
