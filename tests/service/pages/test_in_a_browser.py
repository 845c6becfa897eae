"""Pages as a browser shows them: they load only what is ours, fit a phone, and can be read and used by everybody."""

import httpx
import pytest

from rules.statements import Cost, FallbackKind
from service.access.entrance import behind_gate
from service.serving import serving
from service.settings import Settings
from service.store.connection import open_store
from tests.browsers import hindrances, needed
from tests.service.dashboards import HOSTILE, VIEWER, Dashboard, keep
from tests.service.overview.drawn import planned
from tests.service.pages.known import CONFIGURED, know
from tests.service.pages.operated import WEBHOOKS, operate

pytestmark = needed
PAGES = [
    "/",
    "/findings",
    "/findings?q=nothing-fits",
    "/findings?severity=error&sort=team",
    "/teams",
    "/teams/shop",
    "/teams/payments",
    "/map",
    "/map/issues",
    "/map/issues?team=shop",
    "/nowhere",
    "/issues/jira/acme/SHOP-1",
    "/issues/jira/acme/SHOP-1/what-if",
    "/issues?ref=SHOP-404",
    "/rules",
    "/rules/DT101",
    "/audits",
    "/deliveries",
    "/deliveries/2",
    "/messages",
    "/bot",
    "/settings",
    "/deeds",
]

OPENID = {"issuer": "https://login.acme.example", "client_id": "detour", "client_secret": "s", "name": "Acme"}
ACCESS = {"bearer_token": "a-token-of-32-characters-or-more", "openid": OPENID, "roles": {"viewer": ["*"]}}
PUBLIC = {"public_url": "https://detour.acme.example"}
SIGNS_IN = {"server": {"public_url": "http://127.0.0.1"}, "access": ACCESS}
DOORS = [("door", "/sign-in"), ("door", "/findings?team=shop"), ("closed", "/"), ("inside", "/deeds")]


def organisation():
    """Plans, waits, a fallback that stands and one that does not, a ring, a waiver, and a title that means harm."""
    drawing = (
        planned("SHOP-1", "APP-1", "APP-2").issue("PAY-1", title=HOSTILE).open("OPS-1", "PAY-2", "SHOP-9", "APP-9")
    )
    drawing.waits("SHOP-1", "PAY-1").waits("APP-1", "PAY-1").waits("PAY-1", "OPS-1")
    drawing.waits("APP-2", "PAY-2").waits("PAY-2", "APP-2")
    drawing.fallback("APP-1", "APP-9", against="PAY-1", kind=FallbackKind.HACK, cost=Cost(build=2, keep=1))
    return drawing.fallback("SHOP-1", "PAY-2", against="PAY-1")


@pytest.fixture(scope="module")
def store(tmp_path_factory, migrated_file):
    """What has been looked at on two days."""
    file = tmp_path_factory.mktemp("dashboard") / "detour.db"
    file.write_bytes(migrated_file.read_bytes())
    store = open_store(f"sqlite:///{file}")
    keep(store, organisation(), days_ago=9)
    keep(store, organisation().waits("OPS-1", "PAY-2"))
    know(store, organisation().waits("OPS-1", "PAY-2"))
    operate(store)
    yield store
    store.dispose()


@pytest.fixture(scope="module")
def address(store):
    """Where a dashboard is served to an admin, and something was done and may be taken back."""
    with serving(Dashboard(store, **CONFIGURED, webhooks=WEBHOOKS)) as url:
        httpx.post(f"{url}/issues/jira/acme/SHOP-1/fallback", data={"ticket": "SHOP-9", "blocker": "PAY-1"})
        yield url


@pytest.fixture(scope="module")
def front_doors(store):
    """By what somebody meets there: where to sign in, where nobody can yet, and where a viewer looks around."""
    pages = [Dashboard(store, VIEWER, **CONFIGURED, webhooks=WEBHOOKS) for _ in range(3)]
    with (
        serving(behind_gate(pages[0].app, store, Settings(**SIGNS_IN, **CONFIGURED))) as door,
        serving(behind_gate(pages[1].app, store, Settings(server=PUBLIC))) as closed,
        serving(pages[2]) as inside,
    ):
        yield {"door": door, "closed": closed, "inside": inside}


@pytest.mark.parametrize("path", PAGES)
def test_it_loads_what_is_ours_and_nothing_keeps_anybody_from_reading_it(window, address, path):
    page = window(address + path)

    page.wait_for_load_state("networkidle")
    assert hindrances(page) == []
    assert all(asked.startswith(address) for asked in page.asked)
    assert [said for said in page.said if "404" not in said] == []


def test_a_filter_that_is_chosen_stands_in_the_address(window, address):
    page = window(f"{address}/findings")

    page.get_by_label("Team").select_option("app")
    page.wait_for_url("**/findings?team=app")

    assert page.get_by_role("row").count() > 1
    assert page.get_by_label("Team").input_value() == "app"


def test_pages_are_walked_by_keys(window, address):
    page = window(address)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to what this page shows"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "jump"


def test_everything_works_without_scripts(window, address):
    page = window(f"{address}/findings", java_script_enabled=False)

    page.get_by_label("Severity").select_option("error")
    page.get_by_role("button", name="Show").click()

    assert "severity=error" in page.url
    assert page.get_by_role("row").count() > 1


@pytest.mark.parametrize(("place", "path"), DOORS)
def test_whoever_may_not_come_in_reads_why(window, front_doors, place, path):
    page = window(front_doors[place] + path)

    assert page.get_by_role("heading", level=1).count() == 1
    assert hindrances(page) == []
    assert [said for said in page.said if "40" not in said] == []


def test_one_signs_in_with_a_token_and_out_again(window, front_doors):
    page = window(f"{front_doors['door']}/teams/shop")

    page.get_by_label("Or with a token").fill(ACCESS["bearer_token"])
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Shop"
    page.get_by_role("button", name="Sign out").click()

    assert page.url.endswith("/sign-in")
    page.goto(f"{front_doors['door']}/teams/shop")
    assert page.get_by_role("heading", level=1).inner_text() == "Sign in to Detour"


def test_a_message_is_sent_again_by_its_button(window, address):
    page = window(f"{address}/deliveries")

    page.get_by_role("link", name="1 message given up").click()
    page.get_by_role("button", name="Send message 1 again").click()

    assert "It is sent again in a moment." in page.get_by_role("status").inner_text()
    assert page.get_by_role("button", name="Send message 1 again").count() == 0
