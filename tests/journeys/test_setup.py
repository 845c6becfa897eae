"""From nothing to the first report: what somebody answers, and what there is then."""

import re
import stat
import time
import tomllib
from contextlib import contextmanager

import pytest

from connectors.github.ownership import FILES
from connectors.github.wanted import EVENTS, permissions
from connectors.simulator.github import simulated_github
from connectors.simulator.jira import simulated_jira
from service.pages.setup.application import setup_app
from service.serving import serving
from service.settings import load
from service.setup.assistant import Assistant
from service.setup.conversation import converse
from service.setup.talk import Talk
from tests.service.setup.answering import Answers, Clicking
from tests.service.setup.inside import inside

PUBLIC = "https://detour.acme.example"
PATIENCE = 8
"""Seconds that a step which waits for somebody may take."""


@pytest.fixture
def hub():
    """A GitHub on which a checkout waits on another team without a plan B, and teams own repositories."""
    with simulated_github() as hub:
        mia = hub.person("mia", writes=("acme/web", "acme/pay"))
        hub.person("you")
        hub.team("acme", "Payments", members=[mia], pay="admin")
        hub.writes_file("acme/web", ".github/CODEOWNERS", "* @acme/web\n")
        blocker = mia.opens("acme/pay", "New ledger")
        checkout = mia.opens("acme/web", "Checkout", "Blocked by: acme/pay#1\nNeeded by 2027-01-15")
        mia.blocks(checkout, by=blocker)
        yield hub


@pytest.fixture(params=["cloud", "datacenter"])
def desk(request):
    """A Jira of two projects, the one of which the bot administers."""
    with simulated_jira(flavor=request.param) as desk:
        desk.project("PAY", name="Payments", components=["Ledger"])
        desk.project("SHOP", name="Shop", components=["Payments"])
        mia = desk.person("mia", writes=("PAY", "SHOP"))
        issue, other = mia.opens("SHOP", "Vouchers"), mia.opens("PAY", "Refunds")
        mia.blocks(issue, by=other)
        mia.sets_team(other, "Payments")
        yield desk


@pytest.fixture
def config(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # where the store of a first look is made
    return tmp_path / "detour.toml"


def talk_of(config, answers, clicking=None):
    clicking = clicking or Clicking()

    @contextmanager
    def serve(assistant):
        with serving(setup_app(assistant)) as address:
            yield address
            clicking.settle()

    began = time.monotonic()

    def pause(_seconds):
        assert time.monotonic() - began < PATIENCE, f"{answers.text}\n{getattr(clicking, 'pages', '')}"
        time.sleep(0.01)

    return Talk(answers, Assistant(config, {}, run=inside), serve, clicking, pause)


def answers_for_jira(desk):
    cloud = desk.flavor == "cloud"
    return [
        ("Connect a Jira", "y"),
        ("Its address", desk.address),
        ("Is it a Cloud site", "y" if cloud else "n"),
        *([("Mail address", desk.bot_email)] if cloud else []),
        ("Token", desk.bot_token),
        ("Which projects", "all"),
    ]


def test_from_nothing_to_the_first_report(hub, desk, config):
    desk.world.administrators.add("detour-bot")
    answers = Answers(
        ("reach Detour", PUBLIC),
        ("Its host", hub.address),
        ("By", "app"),
        ("own the App", "acme"),
        *answers_for_jira(desk),
        ("used for this one look|Token for github/acme", hub.bot_token),
        ("Which are written", "all"),
    )
    clicking = Clicking()

    status = converse(talk_of(config, answers, clicking))
    clicking.settle()

    assert (status, answers.left) == (0, []), answers.text
    assert_everything_is_there(config, hub, desk)
    report = config.with_name("detour-report.html").read_text()
    assert "Checkout" in report
    assert "Vouchers" in report
    assert [asked for asked in hub.requests if asked.writes and not is_registration(asked)] == []
    assert [asked.path for asked in desk.requests if asked.method == "POST" and is_no_question(asked)] == [
        "/rest/webhooks/1.0/webhook"
    ]
    assert not any(secret in answers.text for secret in (hub.bot_token, desk.bot_token))


def test_an_app_that_may_see_teams_needs_no_token_and_a_single_file_shows_it_who_owns_the_code(hub, config):
    answers = Answers(
        ("Its host", hub.address),
        ("By", "app"),
        ("own the App", "acme"),
        ("see the organisation's teams", "y"),
        ("Connect a Jira", "n"),
        ("Which are written", "all"),
    )
    clicking = Clicking()

    status = converse(talk_of(config, answers, clicking))
    clicking.settle()

    app, assistant = hub.apps.named("detour-acme"), Assistant(config, {}, run=inside)
    assert (status, answers.left) == (0, []), answers.text
    assert app.permissions == permissions(speaks=True, teams=True)
    assert load(config).teams["payments"].members == ("github:@mia",)
    [unseen] = assistant.look_around().unseen
    assert f"Single file: Read-only, with the paths {', '.join(FILES)}" in unseen

    installation = app.installations["acme"]
    installation.permissions["single_file"], installation.single_files = "read", FILES
    seen = assistant.look_around()
    assert (seen.unseen, seen.code_owners) == ((), {"acme/web": "* @acme/web\n"})


def is_registration(asked):
    return asked.path.endswith(("/conversions", "/access_tokens"))


def is_no_question(asked):
    return not re.search(r"/(search|bulkfetch|comment/list|approximate-count)", asked.path)


def assert_everything_is_there(config, hub, desk):
    settings = load(config)
    [github], [jira] = settings.github, settings.jira
    assert (github.name, github.api_url, github.organizations) == ("acme", hub.api_url, ("acme",))
    app = hub.apps.named("detour-acme")
    assert (github.app_id, github.private_key.get_secret_value()) == (app.id, app.private_key.strip())
    assert (app.permissions, app.events) == (permissions(speaks=True), list(EVENTS))
    hook = hub._hooks.hook_of(app)
    assert (hook.url, hook.active) == (f"{PUBLIC}/webhooks/github/acme", True)
    assert [one.get_secret_value() for one in github.webhook_secrets] == [hook.secret]
    assert (jira.url, jira.flavor, jira.projects) == (desk.address, desk.flavor, ())
    [webhook] = desk._hooks.all()
    assert webhook.url == f"{PUBLIC}/webhooks/jira/{jira.name}"
    assert [one.get_secret_value() for one in jira.webhook_secrets] == [webhook.secret]
    assert settings.comments.mode == "dry-run"
    owns = {slug: set(team.owns) for slug, team in settings.teams.items()}
    assert owns["payments"] >= {"github:acme/pay", "jira:PAY", "field:Team=Payments", "component:SHOP/Payments"}
    assert owns["web"] == {"github:acme/web"}
    assert settings.teams["payments"].members == ("github:@mia",)
    for file in (config.parent / "secrets").iterdir():
        if file.name != ".gitignore":
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    assert "secret" not in str(tomllib.loads(config.read_text())).replace("webhook_secrets_file", "").replace(
        "secrets/", ""
    )
