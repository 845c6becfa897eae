"""Setting up in a real browser: it is read and used by everybody, and one click makes the App."""

import pytest

from connectors.simulator.github import simulated_github
from connectors.simulator.jira import simulated_jira
from service.settings import load
from service.setup.assistant import Assistant
from tests.browsers import faults, hindrances, needed
from tests.service.setup.browsing import Browser, setting_up

pytestmark = needed


@pytest.fixture(scope="module")
def hub():
    with simulated_github() as hub:
        mia = hub.person("mia", writes=("acme/web", "acme/pay"))
        mia.blocks(mia.opens("acme/web", "Checkout"), by=mia.opens("acme/pay", "New ledger"))
        hub.team("acme", "Payments", pay="admin")
        yield hub


@pytest.fixture(scope="module")
def desk():
    with simulated_jira() as desk:
        desk.project("PAY", name="Payments")
        yield desk


@pytest.fixture(scope="module")
def there(tmp_path_factory, desk):
    """A configuration that has a Jira, and its pages."""
    assistant = Assistant(tmp_path_factory.mktemp("setup") / "detour.toml", {})
    with setting_up(assistant) as address, Browser() as browser:
        browser.opens(f"{address}/setup")
        browser.sends("/setup/jira", url=desk.address, email=desk.bot_email, token=desk.bot_token)
        yield address


@pytest.fixture
def nothing(tmp_path):
    assistant = Assistant(tmp_path / "detour.toml", {})
    with setting_up(assistant) as address:
        yield assistant, address


PAGES = ["/setup", "/setup/jira/jira/choice", "/setup/jira/jira/check", "/setup/teams", "/setup/look", "/setup/nowhere"]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_keeps_anybody_from_reading_it(window, there, path):
    page = window(there + path)

    assert hindrances(page) == []
    assert all(asked.startswith(there) for asked in page.asked)
    assert [said for said in page.said if "404" not in said] == []


def test_by_keys_alone_from_nothing_to_an_app(window, nothing, hub):
    assistant, address = nothing
    page = window(f"{address}/setup")

    page.get_by_label("Its host").first.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(hub.address)
    page.keyboard.press("Tab")
    page.keyboard.type("acme")
    page.keyboard.press("Enter")
    page.wait_for_url("**/setup/github/app/*")
    assert page.evaluate("document.activeElement.textContent").startswith("Make the App on")
    assert faults(page) == []
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Create GitHub App").press("Enter")
    page.wait_for_url("**/setup/github/made*")
    page.get_by_role("link", name="Install it on GitHub").press("Enter")
    page.get_by_role("button", name="Install for acme").press("Enter")

    assert page.get_by_text("It is installed for acme").is_visible()
    assert load(assistant.path).github[0].organizations == ("acme",)
    assert page.said == []


def test_the_first_look_shows_its_end_by_itself(window, there):
    page = window(f"{there}/setup")

    page.get_by_role("button", name="Take a first look").click()
    assert "Issues are being read" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="Read the report").wait_for(timeout=60_000)
    page.get_by_role("link", name="Read the report").click()
    page.get_by_role("heading", level=1).wait_for()

    assert page.get_by_role("heading", level=1).count() == 1
