"""No secret of a configuration shows anywhere: pages, API, metrics, logs, commands, reports, dead letters, store."""

import hashlib
import hmac
import io
import json
import time

import httpx
import pytest
import structlog

from service.app import Pipeline, make_app
from service.logs import configure
from service.pipeline import scan
from service.pipeline.decisions import Decisions
from service.serving import serving
from service.settings import Settings, load
from service.settings.secret_files import secret_keys
from service.settings.words import table_in
from service.store.connection import open_store
from service.store.deliveries import Deliveries, DeliveryState
from service.store.tables import metadata
from service.wiring import receiving, sites_of
from tests.fuzz.target import paths
from tests.journeys.canaries import BEARER, CANARIES, PATH_TOKEN, SIGNS, configuration

PATIENCE = 60
COMMANDS = (
    ("check-config",),
    ("deliveries",),
    ("deliveries", "--dead"),
    ("replay", "--dead"),
    ("audits",),
    ("audits", "--format", "json"),
    ("record",),
    ("messages",),
    ("digest", "payments"),
    ("digest", "web"),
    ("token", "list"),
    ("why", "PAY-1"),
    ("doctor",),
    ("audit", "--now", "--format", "json"),
    ("audit", "--now", "--format", "html"),
    ("db", "check"),
)
PARAMETERS = {
    "{tracker}": "jira", "{site}": "acme", "{ref:path}": "PAY-1", "{ref}": "PAY-1", "{id}": "1", "{id:int}": "1",
    "{code:path}": "DT101", "{code}": "DT101", "{team:path}": "payments", "{team}": "payments", "{way}": "openid",
    "{digest}": "0", "{name}": "style.css", "{path:path}": "nowhere", "{token}": "x",
}  # fmt: skip


def secrets_of(kind, place=""):
    """Every secret that a table can hold, by its place."""
    found = {f"{place}{name}" for name in secret_keys(kind)}
    for name, field in kind.model_fields.items():
        table = table_in(field.annotation)
        if table is not None:
            found |= secrets_of(table, f"{place}{field.alias or name}.")
    return found


def test_every_secret_that_there_can_be_is_a_canary():
    assert secrets_of(Settings) == set(CANARIES)


def comes(url, site, body, **headers):
    """A webhook; what was answered."""
    digest = hmac.new(SIGNS.encode(), body, hashlib.sha256).hexdigest()
    named = {"x-github-event": "issues", "x-github-delivery": "id-1", "x-hub-signature-256": f"sha256={digest}"}
    return httpx.post(f"{url}/webhooks/{site}", content=body, headers=named | headers, trust_env=False).text


def told_by_webhooks(url):
    """What senders are answered, of whom some show secrets that are wrong, or at the wrong place."""
    issue = {"action": "opened", "issue": {"number": 1, "id": 7, "html_url": "https://127.0.0.1:9/acme/web/issues/1"}}
    issue["repository"] = {"full_name": "acme/web", "name": "web", "owner": {"login": "acme"}}
    yield comes(url, "github/acme", json.dumps(issue).encode())
    yield comes(url, "github/acme", b'{"action": 7}')
    yield comes(url, "github/acme", b"{}", **{"x-hub-signature-256": "sha256=" + "0" * 64})
    moved = b'{"webhookEvent": "jira:issue_updated", "issue": {"key": "PAY-1", "id": "1"}}'
    yield comes(url, f"jira/acme/{PATH_TOKEN}", moved)
    yield comes(url, f"github/acme/{PATH_TOKEN}", b"{}")
    yield comes(url, f"jira/acme/{PATH_TOKEN}x", b"{}")


def told_by_pages(url, routes):
    """What every route answers, to somebody who may see all."""
    with httpx.Client(base_url=url, trust_env=False, headers={"authorization": f"Bearer {BEARER}"}, timeout=30) as http:
        for route in sorted(routes):
            path = route
            for parameter, value in PARAMETERS.items():
                path = path.replace(parameter, value)
            if "progress" not in path:  # it goes on as long as an audit lasts
                answer = http.get(path)
                yield f"{answer.headers} {answer.text}"
        yield httpx.get(url, headers={"authorization": "Bearer wrong"}, trust_env=False).text
        yield httpx.get(url, headers={"accept": "text/html"}, trust_env=False).text


def settled(engine):
    """Waits until every delivery was looked at."""
    deadline = time.monotonic() + PATIENCE
    while Deliveries(engine).counts()[DeliveryState.KEPT]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def path(store_url, tmp_path):
    file = tmp_path / "detour.toml"
    file.write_text(configuration(store_url))
    return file


def shows(text):
    """The canaries in a text."""
    return [place for place, canary in CANARIES.items() if canary in text]


def test_no_secret_shows_while_a_service_lives(path, store):
    log, settings = io.StringIO(), load(path, {})
    configure(log)
    try:
        sites = sites_of(settings)
        engine = open_store(settings.store.url.get_secret_value())
        app = make_app(engine, receiving(settings, sites), Pipeline(sites, Decisions(settings)))
        with serving(app) as url:
            answers = list(told_by_webhooks(url))
            settled(store)
            time.sleep(2)  # trackers are asked in vain, for audits, for issues and for missed webhooks
            pages = list(told_by_pages(url, paths(app)))
        engine.dispose()
    finally:
        structlog.reset_defaults()

    assert len(pages) > 50
    assert Deliveries(store).counts()[DeliveryState.DEAD] >= 1
    assert "lane_paused" in log.getvalue()
    assert shows("".join(answers)) == []
    assert shows("".join(pages)) == []
    assert shows(log.getvalue()) == []


def test_no_command_shows_a_secret(path, detour, store, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(scan, "TRIES", 1)  # trackers are asked in vain, and an audit is patient
    table = Deliveries(store)
    settings = load(path, {})
    connector = sites_of(settings).by_name["jira/acme"].connector
    table.keep([connector.verify({}, b'{"webhookEvent": 7}', PATH_TOKEN)], 1.0)
    table.close()

    for words in COMMANDS:
        _, printed, said = detour(*words, "--config", path)
        assert shows(printed + said) == [], words


@pytest.mark.parametrize("broken", ["projects = [7]", 'flavor = "canary?"', "typo = 1", "token = 1\ntoken = 2"])
def test_a_configuration_that_is_refused_shows_no_secret(path, detour, broken):
    path.write_text(path.read_text().replace('projects = ["PAY"]', broken))

    status, printed, said = detour("check-config", "--config", path)

    assert status == 2
    assert shows(printed + said) == []


def test_the_store_holds_no_secret_but_its_own(path, store):
    settings = load(path, {})
    sites = sites_of(settings)
    app = make_app(store, receiving(settings, sites), Pipeline(sites, Decisions(settings)))
    with serving(app) as url:
        list(told_by_webhooks(url))
        settled(store)
        list(told_by_pages(url, paths(app)))

    assert shows(everything(store)) == []


def everything(store):
    """Every value of every table, as text."""
    found = []
    with store.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(table.select()):
                found.extend(value.decode("latin-1") if isinstance(value, bytes) else str(value) for value in row)
    return "\n".join(found)
