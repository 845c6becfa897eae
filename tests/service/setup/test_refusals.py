"""What keeps setting up from success is told with what to do, nothing half-done is written, and one may go on."""

import socket
import stat

import pytest

from connectors.simulator.github import simulated_github
from connectors.simulator.jira import simulated_jira
from service.settings import SettingsError, load
from service.setup.assistant import Assistant
from service.setup.checking import NotConnected
from service.setup.connecting import TokenWish
from service.setup.handshakes import Handshakes
from service.setup.places import github_at
from service.setup.secret_files import SecretFiles
from tests.service.setup.browsing import Browser, setting_up

SECRET = "canary-of-a-token"


@pytest.fixture
def assistant(tmp_path):
    return Assistant(tmp_path / "detour.toml", {})


@pytest.fixture
def jira():
    with simulated_jira() as desk:
        desk.project("PAY", name="Payments")
        yield desk


@pytest.fixture
def github():
    with simulated_github() as hub:
        hub.repository("acme/web")
        yield hub


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def refusal(act, *arguments):
    with pytest.raises(NotConnected) as refused:
        act(*arguments)
    return [(line.message, line.fix) for line in refused.value.lines]


def test_a_wrong_token_of_jira_is_told_with_where_to_make_another_and_nothing_is_written(assistant, jira):
    [(message, fix)] = refusal(assistant.connect_jira, TokenWish(jira.address, SECRET, jira.bot_email))

    assert message == "the token is not accepted: it expired or was revoked"
    assert "https://id.atlassian.com/manage-profile/security/api-tokens" in fix
    assert SECRET not in message + fix
    assert list(assistant.path.parent.iterdir()) == []


def test_a_wrong_token_of_github_is_told_likewise(assistant, github):
    [(message, fix)] = refusal(assistant.connect_github, TokenWish(github.api_url, SECRET))

    assert "not accepted" in message
    assert "Personal access tokens" in fix
    assert list(assistant.path.parent.iterdir()) == []


def test_a_host_that_does_not_answer_is_told_with_where_to_look(assistant):
    found = refusal(assistant.connect_jira, TokenWish(f"http://127.0.0.1:{closed_port()}", SECRET))

    assert found[0][0] == "the tracker cannot be asked: no answer from Jira: ConnectError"
    assert "HTTPS_PROXY" in found[0][1]
    assert not assistant.path.exists()


def test_who_does_not_administer_jira_is_told_what_webhook_to_make(assistant, jira):
    assistant.keep_public_url("https://detour.acme.example")
    name = assistant.connect_jira(TokenWish(jira.address, jira.bot_token, jira.bot_email))
    assistant.choose("jira", name, ["PAY"])

    webhook = assistant.webhook(name)

    told = dict(webhook.by_hand)
    assert "only administrators of Jira" in webhook.missing
    assert told["URL"] == f"https://detour.acme.example/webhooks/jira/{name}"
    assert told["JQL"] == "project in (PAY)"
    assert told["Events"].endswith("Issue link: created, deleted")
    assert told["Secret"] == load(assistant.path).jira[0].webhook_secrets[0].get_secret_value()


def test_at_a_data_center_that_has_moved_its_api_somebody_makes_the_webhook_by_hand(assistant):
    assistant.keep_public_url("https://detour.acme.example")
    with simulated_jira(flavor="datacenter") as desk:
        desk.project("PAY", name="Payments")
        desk.world.webhooks_moved = True
        desk.world.administrators.add("detour-bot")
        name = assistant.connect_jira(TokenWish(desk.address, desk.bot_token))

        missing = assistant.webhook(name)
        told = dict(missing.by_hand)
        desk.webhook_to(told["URL"], told["Secret"])
        made = assistant.webhook(name)

    assert "Data Centers from version 10 on" in missing.missing
    assert (told["Where"], told["JQL"], told["Exclude body"]) == ("System > WebHooks", "none: all issues", "no")
    assert (
        told["Events"]
        == "Issue: created, updated, deleted; Comment: created, updated, deleted; Issue link: created, deleted"
    )
    assert made.missing == ""


def test_a_webhook_that_is_there_is_not_made_again(assistant, jira):
    jira.world.administrators.add("detour-bot")
    assistant.keep_public_url("https://detour.acme.example")
    name = assistant.connect_jira(TokenWish(jira.address, jira.bot_token, jira.bot_email))

    assert [assistant.webhook(name).missing for _ in range(2)] == ["", ""]
    assert len(jira._hooks.all()) == 1


def test_an_organisation_that_has_not_installed_the_app_is_named_by_the_check(assistant, github):
    with setting_up(assistant) as address, Browser() as browser:
        browser.opens(f"{address}/setup")
        browser.sends("/setup/github/app", host=github.address, organization="acme")
        browser.makes_the_app()

    lines = {line.message: line.fix for line in assistant.checked("github/acme")}

    assert lines["the App is not installed for acme"] == "install it there, from the App's page"


def test_a_code_is_good_once_and_belongs_to_one_app(assistant, github):
    assert "belongs to no App" in refusal(assistant.finish_app, "made-up", "code")[0][1]

    with setting_up(assistant) as address, Browser() as browser:
        browser.opens(f"{address}/setup")
        browser.sends("/setup/github/app", host=github.address, organization="acme")
        browser.makes_the_app()
        again = str(browser.page.url)
        assert "belongs to no app" in browser.opens(again).casefold()

    assert len(load(assistant.path).github) == 1


def test_a_handshake_ends_after_an_hour_and_none_is_kept_for_ever():
    now = [0.0]
    handshakes = Handshakes(lambda: now[0])
    first, *_, last = [handshakes.begin(number) for number in range(102)]

    assert (handshakes.known(first), handshakes.known(last)) == (None, 101)
    now[0] = 3601.0
    assert handshakes.ended(last) is None


def test_what_stands_in_a_configuration_stays_and_the_file_as_it_was_lies_beside_it(assistant, jira):
    before = '# ours\n[policy]\nignore = ["unowned"]  # for now\n\n[comments]\nmode = "live"\n'
    assistant.path.write_text(before)
    assistant.path.chmod(0o640)

    assistant.connect_jira(TokenWish(jira.address, jira.bot_token, jira.bot_email))

    after = assistant.path.read_text()
    assert after.startswith(before)
    assert load(assistant.path).comments.mode == "live"
    assert stat.S_IMODE(assistant.path.stat().st_mode) == 0o640
    assert assistant.path.with_name("detour.toml.old").read_text() == before


@pytest.mark.parametrize(
    "text", ["[serverr]\n", "[server", '[store]\nurl = "mysql://x"\n'], ids=["key", "toml", "value"]
)
def test_a_configuration_that_cannot_be_used_is_left_alone(assistant, jira, text):
    assistant.path.write_text(text)

    with pytest.raises(SettingsError, match=str(assistant.path)):
        assistant.connect_jira(TokenWish(jira.address, jira.bot_token, jira.bot_email))

    assert assistant.path.read_text() == text


def test_what_would_be_no_configuration_is_not_written(assistant, jira):
    name = assistant.connect_jira(TokenWish(jira.address, jira.bot_token, jira.bot_email))
    before = assistant.path.read_text()

    with pytest.raises(SettingsError, match=r"detour\.toml: jira\[0\]\.projects\[0\]: is empty"):
        assistant.choose("jira", name, [""])

    assert assistant.path.read_text() == before
    assert [one.name for one in assistant.path.parent.iterdir() if "part" in one.name] == []


def test_a_second_site_gets_a_name_of_its_own_and_no_secret_is_lost(assistant, jira):
    names = [assistant.connect_jira(TokenWish(jira.address, jira.bot_token, jira.bot_email)) for _ in range(2)]

    files = SecretFiles(assistant.path.parent)
    files.keep("jira-jira-token", "another")

    assert names == ["jira", "jira-2"]
    kept = assistant.path.parent / "secrets"
    assert (kept / "jira-jira-token.old").read_text() == jira.bot_token
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_written_to_is_told(assistant, jira):
    assistant.path.parent.joinpath("secrets").write_text("no folder")

    with pytest.raises(SettingsError, match="let this user write to"):
        assistant.connect_jira(TokenWish(jira.address, jira.bot_token, jira.bot_email))

    assert not assistant.path.exists()


@pytest.mark.parametrize(
    ("text", "api"),
    [
        ("github.com", "https://api.github.com"),
        ("https://www.github.com/acme", "https://api.github.com"),
        ("github.acme.example", "https://github.acme.example/api/v3"),
        ("acme.ghe.com", "https://api.acme.ghe.com"),
        ("http://127.0.0.1:8100", "http://127.0.0.1:8100/api/v3"),
    ],
    ids=["cloud", "address", "enterprise", "residency", "loopback"],
)
def test_a_host_is_enough_to_find_its_api(text, api):
    assert github_at(text).api_url == api


def test_a_first_look_that_cannot_be_made_says_why(assistant):
    assistant.path.write_text("[comments]\n")

    status, complaint = assistant.first_look(quietly=True)

    assert status == 2
    assert "--config FILE with [[github]] or [[jira]]" in complaint
