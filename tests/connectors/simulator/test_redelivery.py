"""Webhooks that did not arrive are listed as GitHub lists them, and are sent again when somebody asks."""

import jwt
import pytest

from connectors.simulator.github import simulated_github
from tests.connectors.simulator.asking import SECRET, connector, receiver, rest


@pytest.fixture
def hub():
    with simulated_github() as hub:
        hub.manages_webhooks("acme")
        yield hub


@pytest.fixture
def mia(hub):
    return hub.person("mia", writes=("acme/web", "globex/api"))


def signature(hub, app):
    now = int(hub.seconds())
    return jwt.encode({"iat": now, "exp": now + 300, "iss": str(app.id)}, app.private_key, "RS256")


def hook_path(hub, owner="acme"):
    [hook] = rest(hub, "GET", f"/orgs/{owner}/hooks").json()
    return f"/orgs/{owner}/hooks/{hook['id']}"


def deliveries(hub, path, token=None, **query):
    return rest(hub, "GET", f"{path}/deliveries", token, params=query).json()


def test_what_failed_is_sent_again_with_the_same_id_and_bytes_and_both_attempts_are_listed(hub, mia):
    with receiver(first=(502,)) as (url, arrived):
        hub.webhook_to(url, SECRET)
        mia.opens("acme/web", "Checkout")
        hub.settled()
        [failed] = deliveries(hub, hook_path(hub))
        asked = rest(hub, "POST", f"{hook_path(hub)}/deliveries/{failed['id']}/attempts")
        hub.settled()
        again, first = deliveries(hub, hook_path(hub))

    (one, sent, _), (other, sent_again, _) = arrived
    assert asked.status_code == 202
    assert (failed["status_code"], failed["redelivery"], failed["event"], failed["action"]) == (
        502,
        False,
        "issues",
        "opened",
    )
    assert (first, again["status"], again["redelivery"]) == (failed, "OK", True)
    assert again["guid"] == first["guid"] == one["x-github-delivery"] == other["x-github-delivery"]
    assert sent == sent_again
    assert connector(hub).verify(other, sent_again).vendor_id == first["guid"]


def test_who_does_not_answer_is_no_failure_by_its_status_code(hub, mia):
    with receiver(first=(0, 500)) as (url, _):
        hub.webhook_to(url, SECRET)
        for title in ("Nobody answers", "Somebody fails", "All is well"):
            mia.opens("acme/web", title)
        hub.settled()

    def found(**query):
        return [one["status_code"] for one in deliveries(hub, hook_path(hub), **query)]

    assert (found(), found(status="failure"), found(status="success")) == ([200, 500, 0], [500], [200])


def test_an_app_sees_what_its_own_webhook_sent_and_nobody_else_does(hub, mia):
    app, other = (hub.installs_app(name, on=["acme"]) for name in ("detour", "other"))
    with receiver(status=503) as (url, arrived):
        hub.webhook_to(url, SECRET, app=app)
        mia.opens("acme/web", "Checkout")
        hub.settled()
        [failed] = deliveries(hub, "/app/hook", signature(hub, app))
        path = f"/app/hook/deliveries/{failed['id']}/attempts"
        statuses = [rest(hub, "POST", path, signature(hub, one)).status_code for one in (app, other)]
        hub.settled()

    assert (statuses, len(arrived)) == ([202, 404], 2)
    assert failed["installation_id"] == app.installations["acme"].id
    assert deliveries(hub, "/app/hook", signature(hub, other)) == []
    assert rest(hub, "GET", "/orgs/acme/hooks").json() == []


def test_an_organisation_sees_its_own_and_only_those_who_own_it_do(hub, mia):
    with receiver() as (url, _):
        hub.webhook_to(url, SECRET)
        mia.opens("acme/web", "Ours")
        mia.opens("globex/api", "Theirs")
        hub.settled()

    assert len(deliveries(hub, hook_path(hub))) == 1
    assert rest(hub, "GET", "/orgs/globex/hooks").status_code == 404
    assert rest(hub, "GET", f"{hook_path(hub)}/deliveries", mia.token).status_code == 404


def test_pages_lead_from_the_newest_to_the_oldest(hub, mia):
    with receiver() as (url, _):
        hub.webhook_to(url, SECRET)
        for number in range(5):
            mia.opens("acme/web", f"Issue {number}")
        hub.settled()
    everything = deliveries(hub, hook_path(hub))

    pages, url = [], f"{hook_path(hub)}/deliveries?per_page=2"
    while url:
        page = rest(hub, "GET", url)
        pages.append(page.json())
        url = page.links.get("next", {}).get("url")

    assert [len(page) for page in pages] == [2, 2, 1]
    assert [one for page in pages for one in page] == everything == sorted(everything, key=lambda one: -one["id"])


def test_what_is_older_than_three_days_is_forgotten_and_what_was_never_sent_is_not_listed(hub, mia):
    with receiver(status=500) as (url, arrived):
        hub.webhook_to(url, SECRET)
        mia.opens("acme/web", "Checkout")
        hub.settled()
        path = hook_path(hub)
        [old] = deliveries(hub, path)
        hub.passes(days=3, hours=1)
        hub.loses_webhooks()
        mia.opens("acme/web", "Lost")
        hub.settled()

        assert deliveries(hub, path) == []
        assert rest(hub, "POST", f"{path}/deliveries/{old['id']}/attempts").status_code == 404
        assert len(arrived) == 1
