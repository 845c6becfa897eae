"""Setting up as pages: who may, what each form does, and what is answered where something is wrong."""

import time

import httpx
import pytest

from connectors.simulator.github import simulated_github
from connectors.simulator.jira import simulated_jira
from service.app import Pipeline, make_app
from service.commands.serve import assistant_of
from service.pipeline.decisions import Decisions
from service.pipeline.site import Sites
from service.serving import serving
from service.settings import Settings, load
from service.setup.assistant import Assistant
from service.store.connection import open_store
from tests.connectors.simulator.asking import NO_TLS
from tests.service.setup.browsing import Browser, Forms, setting_up
from tests.service.setup.inside import inside

PUBLIC = "https://detour.acme.example"
CANARY = "canary-of-a-token"


@pytest.fixture
def assistant(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # where the store of a first look is made
    return Assistant(tmp_path / "detour.toml", {}, run=inside)


@pytest.fixture
def address(assistant):
    with setting_up(assistant) as address:
        yield address


@pytest.fixture
def browser():
    with Browser() as browser:
        yield browser


@pytest.fixture
def hub():
    with simulated_github() as hub:
        mia = hub.person("mia", writes=("acme/web", "acme/pay"))
        mia.blocks(mia.opens("acme/web", "Checkout", "Needed by 2027-01-15"), by=mia.opens("acme/pay", "New ledger"))
        hub.team("acme", "Payments", pay="admin")
        yield hub


@pytest.fixture
def desk():
    with simulated_jira() as desk:
        desk.project("PAY", name="Payments")
        desk.project("SHOP", name="Shop")
        yield desk


@pytest.fixture
def empty(tmp_path, migrated_file):
    """A store with nothing in it."""
    file = tmp_path / "detour.db"
    file.write_bytes(migrated_file.read_bytes())
    store = open_store(f"sqlite:///{file}")
    yield store
    store.dispose()


def test_from_nothing_to_the_first_report(assistant, address, browser, hub, desk):
    desk.world.administrators.add("detour-bot")
    browser.opens(f"{address}/")
    browser.sends("/setup/public-url", public_url=PUBLIC)
    browser.sends("/setup/github/app", host=hub.address, organization="acme")
    assert "The App is made" in browser.makes_the_app()
    hub.apps.install(hub.apps.named("detour-acme"), hub.world.accounts["acme"])

    browser.opens(f"{address}/setup")
    browser.sends("/setup/jira", url=desk.address, email=desk.bot_email, token=desk.bot_token)
    webhook = browser.sends("/choice", **{"chosen:PAY": "on"})
    assert f"It sends to {PUBLIC}/webhooks/jira/jira" in webhook

    browser.opens(f"{address}/setup/teams")
    assert "# a team of its own" in browser.page.text
    browser.sends("/setup/teams")
    browser.opens(f"{address}/setup")
    browser.sends("/setup/look")
    while not browser.http.get(f"{address}/setup/look.json").json()["ended"]:
        time.sleep(0.05)

    assert "Errors were found" in browser.opens(f"{address}/setup/look")
    assert "Checkout" in browser.opens(f"{address}/setup/report")
    settings = load(assistant.path)
    assert (settings.server.public_url, settings.jira[0].projects) == (PUBLIC, ("PAY",))
    assert set(settings.teams) == {"payments"}
    assert "github/acme grants" not in browser.opens(f"{address}/setup/github/acme/check")
    assert "Acme grants issues: write, metadata: read" in browser.page.text


def test_the_form_of_one_page_alone_may_lead_elsewhere_and_only_to_that_github(address, browser, hub):
    browser.opens(f"{address}/setup")
    here = browser.page.headers["content-security-policy"]
    browser.sends("/setup/github/app", host=hub.address, organization="acme")
    there = browser.page.headers["content-security-policy"]

    assert "form-action 'self';" in here
    assert there == here.replace("form-action 'self'", f"form-action {hub.address} 'self'")


@pytest.mark.parametrize(
    ("organization", "ticked", "asked"),
    [("acme", {}, {}), ("acme", {"sees_teams": "on"}, {"members": "read"}), ("", {"sees_teams": "on"}, {})],
    ids=["not ticked", "ticked", "no organisation"],
)
def test_an_app_asks_for_the_teams_of_an_organisation_only_where_somebody_wants_that(
    address, browser, hub, organization, ticked, asked
):
    browser.opens(f"{address}/setup")
    browser.sends("/setup/github/app", host=hub.address, organization=organization, **ticked)
    browser.makes_the_app()

    [app] = hub.apps._apps.values()
    assert app.permissions == {"issues": "write", "metadata": "read"} | asked


def test_a_report_in_a_browser_runs_nothing(assistant, address, browser):
    assistant.report.write_text("<script>alert(1)</script>")

    browser.opens(f"{address}/setup/report")

    assert browser.page.headers["content-security-policy"].endswith("; sandbox")


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "detour.acme.example"},
        {"X-Forwarded-For": "198.51.100.7"},
    ],
    ids=["another name", "a proxy"],
)
def test_it_is_for_this_machine_alone(address, headers):
    for path in ("/", "/setup", "/setup/report", "/setup/teams"):
        assert httpx.get(address + path, headers=headers, verify=NO_TLS).status_code == 403


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({}, {"Sec-Fetch-Site": "same-origin"}),
        ({"form_token": "made-up"}, {"Sec-Fetch-Site": "same-origin"}),
        (None, {"Sec-Fetch-Site": "cross-site"}),
        (None, {"Origin": "https://evil.example"}),
    ],
    ids=["no token", "a wrong token", "another site", "another origin"],
)
def test_what_another_site_sends_does_nothing(assistant, address, browser, fields, headers):
    browser.opens(f"{address}/setup")
    [(_, good)] = [form for form in Forms(browser.page.text).forms if form[0] == "/setup/public-url"]
    sent = (good if fields is None else fields) | {"public_url": PUBLIC}

    answer = httpx.post(f"{address}/setup/public-url", data=sent, headers=headers, verify=NO_TLS)

    assert answer.status_code == 403
    assert not assistant.path.exists()


def test_a_token_that_is_not_accepted_is_told_with_what_to_do_and_never_shown(assistant, address, browser, desk):
    browser.opens(f"{address}/setup")

    told = browser.sends("/setup/jira", url=desk.address, email=desk.bot_email, token=CANARY)

    assert browser.page.status_code == 422
    assert "The token is not accepted" in told
    assert "Make a new one at https://id.atlassian.com" in told
    assert CANARY not in told
    assert not assistant.path.exists()


@pytest.mark.parametrize(
    ("action", "fields", "said"),
    [
        ("/setup/public-url", {"public_url": "ftp://x"}, "That is no address"),
        ("/setup/jira", {"url": "not an address", "token": "x"}, "That is no address"),
        ("/setup/github/app", {"host": "a b"}, "That is no address"),
    ],
    ids=["public", "jira", "github"],
)
def test_what_is_no_address_is_told(address, browser, action, fields, said):
    browser.opens(f"{address}/setup")

    assert said in browser.sends(action, **fields)
    assert browser.page.status_code == 422


@pytest.mark.parametrize("path", ["/setup/jira/none/check", "/setup/github/none/choice", "/setup/github/app/none"])
def test_what_is_not_there_is_told(address, browser, path):
    browser.opens(address + path)

    assert browser.page.status_code in {200, 404}
    assert "Internal Server Error" not in browser.page.text


def test_a_file_that_cannot_be_used_is_told_on_every_page(assistant, address, browser):
    assistant.path.write_text("[serverr]\n")

    assert "did you mean server?" in browser.opens(f"{address}/setup")
    assert browser.page.status_code == 422


@pytest.mark.parametrize(("connected", "status"), [(False, 200), (True, 404)], ids=["nothing", "something"])
def test_a_service_has_these_pages_while_nothing_is_connected(tmp_path, empty, connected, status):
    config = tmp_path / "detour.toml"
    config.write_text('[[jira]]\nname = "acme"\nurl = "https://acme.atlassian.net"\n' if connected else "")
    settings = load(config)

    app = make_app(empty, {}, Pipeline(Sites({}), Decisions(settings)), assistant_of(settings, config))

    with serving(app) as address:
        page = httpx.get(f"{address}/setup", verify=NO_TLS)
        overview = httpx.get(address, verify=NO_TLS)
    assert page.status_code == status
    assert ('href="/setup"' in overview.text) is not connected


def test_a_server_says_that_it_is_to_be_started_again_as_soon_as_something_is_connected(tmp_path, empty, hub, browser):
    config, settings = tmp_path / "detour.toml", Settings()
    app = make_app(empty, {}, Pipeline(Sites({}), Decisions(settings)), assistant_of(settings, config))
    told = f"Ctrl-C, then <code>detour serve --config {config}</code>"

    with serving(app) as address:
        before = browser.opens(f"{address}/setup")
        browser.sends("/setup/github/token", host=hub.address, token=hub.bot_token)
        after = browser.opens(f"{address}/setup")
    assert [told in page for page in (before, after)] == [False, True]

    with setting_up(Assistant(config, {})) as address:
        assert told not in browser.opens(f"{address}/setup")


@pytest.mark.parametrize(
    ("headers", "status"), [({}, 200), ({"X-Forwarded-For": "198.51.100.7"}, 403)], ids=["here", "away"]
)
def test_whoever_may_sign_in_from_elsewhere_sets_up_nothing_from_there(tmp_path, empty, headers, status):
    token = "a-token-of-32-characters-or-more"
    settings = Settings(access={"bearer_token": token, "bearer_role": "admin"})
    app = make_app(
        empty, {}, Pipeline(Sites({}), Decisions(settings)), assistant_of(settings, tmp_path / "detour.toml")
    )

    with serving(app) as address:
        shown = {"Authorization": f"Bearer {token}", **headers}
        pages = [
            httpx.get(address + path, headers=shown, verify=NO_TLS).status_code for path in ("/setup", "/findings")
        ]
    assert pages == [status, 200]
