"""Whatever the simulator sends is valid by GitHub's own description of its webhooks, and nothing is left out."""

import json
from datetime import UTC, datetime

import pytest

from connectors.simulator.github import check_changes, simulated_github
from connectors.simulator.github.happenings import EVENTS, Happening
from tests.connectors.simulator.asking import SECRET, receiver
from tests.connectors.simulator.published import Schemas, beside_the_project, rest_description

EVERYTHING = sorted((event, action) for event, actions in EVENTS.items() for action in actions)
LINKS = [one for one in EVERYTHING if one[0] in ("issue_dependencies", "sub_issues")]
DUE = datetime(2027, 1, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def sent():
    """Every body that was sent in the life of an organisation, by event and action."""
    bodies = {}
    with simulated_github() as hub, receiver() as (url, arrived):
        hub.webhook_to(url, SECRET, app=hub.installs_app("other", on=["globex"]))
        hub.webhook_to(url, SECRET, owners=["acme"])
        app_comes_and_goes(hub, url)
        live(hub)
        hub.settled()
    for headers, body, _ in arrived:
        payload = json.loads(body)
        bodies.setdefault((headers["x-github-event"], payload["action"]), []).append(payload)
    return bodies


def app_comes_and_goes(hub, url):
    app = hub.installs_app()
    hub.webhook_to(url, SECRET, app=app)
    hub.repository("acme/web")
    hub.apps.install(app, hub.repository("acme/web").owner)
    mia = hub.person("mia")
    mia.opens("acme/web", "Told to the App, too")
    pull = mia.opens_pull("acme/web", "Checked by the App")
    said = {"name": "Detour", "head_sha": pull.pull.head, "conclusion": "neutral", "external_id": "a mark"}
    said |= {"details_url": "https://detour.acme.example/"}
    mia.reruns("acme/web", check_changes.create(hub.world, app, pull.repository, said))
    hub.removes_app(app, "acme")


def live(hub):
    mia = hub.person("mia", writes=("acme/web", "acme/pay"))
    for opens in (mia.opens, mia.opens_pull):
        issue = opens("acme/web", "Checkout", "text", labels=["old"])
        changes(mia, issue)
        talk(mia, issue)
    mia.pushes(issue)
    mia.merges(issue)
    links(mia)
    places(mia)


def changes(mia, issue):
    mia.edits(issue, title="New title", body="New text")
    mia.labels(issue, "new")
    mia.unlabels(issue, "new", "old")
    mia.assigns(issue, mia)
    mia.assigns(issue)
    mia.sets_milestone(issue, "v1", DUE)
    mia.sets_milestone(issue, None)
    mia.closes(issue, "not_planned")
    mia.reopens(issue)


def talk(mia, issue):
    comment = mia.comments(issue, "hello")
    mia.reacts(comment)
    mia.edits_comment(comment, "hello again")
    mia.deletes_comment(comment)


def links(mia):
    issue, other = mia.opens("acme/web", "Cart"), mia.opens("acme/pay", "Ledger")
    mia.closes(other)
    mia.blocks(issue, by=other)
    mia.unblocks(issue, by=other)
    mia.adds_part(issue, other)
    mia.removes_part(issue, other)


def places(mia):
    moved = mia.opens("acme/web", "Moves", labels=["bug"])
    mia.sets_milestone(moved, "v1")
    mia.deletes(mia.transfers(moved, "acme/pay"))
    mia.renames("acme/web", "shop")
    mia.archives("acme/shop")
    mia.unarchives("acme/shop")


def wrong(description, schemas, event, action, payloads):
    """What is wrong with payloads by one description of webhooks."""
    described = description[f"{event}-{action}".replace("_", "-")]["post"]["requestBody"]
    schema = described["content"]["application/json"]["schema"]
    return sorted({problem for payload in payloads for problem in schemas.problems(schema, payload)})


def test_every_event_that_can_be_sent_was_sent(sent):
    assert sorted(sent) == EVERYTHING


def test_no_other_event_can_be_sent():
    with simulated_github() as hub:
        place = hub.repository("acme/web")

    with pytest.raises(ValueError, match="issues pinned is missing from EVENTS"):
        Happening("issues", "pinned", place.owner, place, hub.bot.account)


@pytest.fixture(scope="module")
def published():
    document = rest_description()
    return document["x-webhooks"], Schemas(document)


@pytest.mark.parametrize(("event", "action"), EVERYTHING)
def test_each_payload_has_githubs_shape(sent, published, event, action):
    assert wrong(*published, event, action, sent[event, action]) == []


@pytest.fixture(scope="module")
def published_for_links():
    document = json.loads(beside_the_project("github/schema/issue_dependencies_sub_issues.webhooks.openapi.json"))
    return document["webhooks"], Schemas(document)


@pytest.mark.parametrize(("event", "action"), LINKS)
def test_each_native_link_has_the_shape_that_the_webhook_package_tells(sent, published_for_links, event, action):
    assert wrong(*published_for_links, event, action, sent[event, action]) == []


def test_only_an_apps_own_hook_hears_that_it_was_installed(sent):
    heard = [payload["installation"]["app_slug"] for payload in sent["installation", "created"]]

    assert heard == ["detour"]
    assert [one["id"] for one in sent["installation", "deleted"][0]["repositories"]]


def test_who_closed_an_issue_is_told_of_the_ends_of_a_link_only(sent):
    [link, *_] = sent["issue_dependencies", "blocked_by_added"]
    [closed, *_] = sent["issues", "closed"]

    assert link["blocking_issue"]["closed_by"]["login"] == "mia"
    assert "closed_by" not in closed["issue"]
