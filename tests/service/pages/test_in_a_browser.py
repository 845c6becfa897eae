"""Pages as a browser shows them: they load only what is ours, fit a phone, and can be read and used by everybody."""

import pytest

from rules.model import Cost, FallbackKind
from service.serving import serving
from service.store.connection import open_store
from tests.browsers import DESK, PHONE, faults, needed
from tests.service.dashboards import HOSTILE, Dashboard, keep
from tests.service.overview.drawn import planned

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
]


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
def address(tmp_path_factory, migrated_file):
    """Where a dashboard is served that has been looked at on two days."""
    file = tmp_path_factory.mktemp("dashboard") / "detour.db"
    file.write_bytes(migrated_file.read_bytes())
    store = open_store(f"sqlite:///{file}")
    keep(store, organisation(), days_ago=9)
    keep(store, organisation().waits("OPS-1", "PAY-2"))
    with serving(Dashboard(store)) as url:
        yield url
    store.dispose()


@pytest.mark.parametrize("path", PAGES)
def test_it_loads_what_is_ours_and_nothing_of_it_is_refused(window, address, path):
    page = window(address + path)

    page.wait_for_load_state("networkidle")
    assert all(asked.startswith(address) for asked in page.asked)
    assert [said for said in page.said if "404" not in said] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_keeps_anybody_from_reading_it(window, address, path, width, scheme):
    page = window(address + path, width, scheme)

    assert faults(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_on_a_phone_the_page_is_as_wide_as_the_screen(window, address, path):
    assert window(address + path, PHONE).evaluate("document.documentElement.scrollWidth") == PHONE


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
