"""The map of issues as a browser draws it, and how people find their way about it."""

import pytest

from service.serving import serving
from service.store.connection import open_store
from tests.browsers import needed
from tests.service.dashboards import HOSTILE, Dashboard, keep
from tests.service.overview.drawn import planned

pytestmark = needed
WHERE = "[left, above, scale]"


@pytest.fixture(scope="module")
def address(tmp_path_factory, migrated_file):
    """Where a dashboard is served: many plans wait on one issue, whose title means harm."""
    file = tmp_path_factory.mktemp("map") / "detour.db"
    file.write_bytes(migrated_file.read_bytes())
    store = open_store(f"sqlite:///{file}")
    drawing = planned(*(f"SHOP-{number}" for number in range(1, 41)), "APP-1").issue("PAY-1", title=HOSTILE)
    for number in range(1, 41):
        drawing.waits(f"SHOP-{number}", "PAY-1")
    keep(store, drawing.open("OPS-1").waits("APP-1", "OPS-1"))
    with serving(Dashboard(store)) as url:
        yield url
    store.dispose()


@pytest.fixture
def map_page(window, address):
    """The map, as soon as it can be used."""
    page = window(f"{address}/map/issues")
    page.wait_for_function("map && wide && drawn.scale === scale")
    return page


def inked(page):
    """How many of the canvas's points are not as bare as its corner."""
    return page.evaluate(
        """() => {
            const points = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
            return points.filter((point) => point !== points[0]).length;
        }"""
    )


def test_it_is_drawn_and_all_of_it_is_in_view(map_page):
    assert inked(map_page) > 1_000
    assert map_page.evaluate("[...map.every].length") == 41
    assert map_page.evaluate(
        "map.nodes.x.every((x) => x * scale + left >= 0 && (x + BOX.width) * scale + left <= wide)"
    )
    assert map_page.said == []


def test_keys_move_and_zoom_it(map_page):
    left, above, scale = map_page.evaluate(WHERE)

    map_page.locator("#map").focus()
    for key in ("ArrowLeft", "ArrowUp"):
        map_page.keyboard.press(key)
    moved = map_page.evaluate(WHERE)
    map_page.keyboard.press("+")
    zoomed = map_page.evaluate("scale")
    map_page.keyboard.press("0")

    assert moved == [left + 80, above + 80, scale]
    assert zoomed == pytest.approx(scale * 1.25)
    assert map_page.evaluate(WHERE) == pytest.approx([left, above, scale])


def test_what_is_searched_is_found_and_tab_leads_to_it(map_page):
    map_page.keyboard.press("/")
    map_page.keyboard.type("shop-1")

    assert map_page.locator("#map-found li").count() == 11
    assert map_page.locator("#map-said").text_content() == "11 found"
    for _ in range(4):
        map_page.keyboard.press("Tab")
    assert map_page.evaluate("document.activeElement.getAttribute('href')") == "/issues/jira/acme/SHOP-1"
    assert "SHOP-1" in map_page.locator("#map-card").text_content()


def test_a_click_leads_to_the_issue_and_a_drag_does_not(map_page):
    box = map_page.locator("#map").bounding_box()
    x, y = map_page.evaluate(
        "(() => { const at = map.nodes.ref.indexOf('PAY-1');"
        "return [(map.nodes.x[at] + 66) * scale + left, map.nodes.y[at] * scale + above]; })()"
    )
    before = map_page.evaluate(WHERE)

    map_page.mouse.move(box["x"] + x, box["y"] + y)
    map_page.mouse.down()
    map_page.mouse.move(box["x"] + x + 50, box["y"] + y)
    map_page.mouse.up()
    assert map_page.evaluate(WHERE) == pytest.approx([before[0] + 50, *before[1:]])
    map_page.mouse.click(box["x"] + x + 50, box["y"] + y)

    map_page.wait_for_url("**/issues/jira/acme/PAY-1")


def test_a_title_that_means_harm_is_text(map_page):
    map_page.locator("#map-find").fill("pay-1")

    assert "<script>alert(1)</script>" in map_page.locator("#map-found").text_content()
    assert map_page.locator("#map-found script").count() == 0


def test_a_team_stands_out_among_the_others(window, address):
    page = window(f"{address}/map/issues?team=app")

    page.wait_for_function("map && wide && drawn.scale === scale")

    assert page.evaluate("[...lit].map((node) => map.nodes.ref[node]).sort()") == ["APP-1", "OPS-1"]


def test_in_the_dark_it_is_dark(window, address):
    page = window(f"{address}/map/issues", scheme="dark")
    page.wait_for_function("map && wide && drawn.scale === scale")
    at_night = page.evaluate("[...context.getImageData(0, 0, 1, 1).data]")

    page.emulate_media(color_scheme="light")
    page.wait_for_function("context.getImageData(0, 0, 1, 1).data[0] === 255")

    assert at_night == [0x14, 0x17, 0x1B, 255]


def test_without_an_answer_it_says_what_to_do(address, browser):
    context = browser.new_context()
    page = context.new_page()
    page.route("**/map/issues.json", lambda route: route.abort())
    page.goto(f"{address}/map/issues")

    page.locator("#map-failed").wait_for()

    assert "Load the page again" in page.locator("#map-failed").text_content()
    assert page.get_by_role("link", name="PAY-1").count() == 1
    context.close()


def test_without_scripts_there_is_a_table(window, address):
    page = window(f"{address}/map/issues", java_script_enabled=False)

    assert not page.locator("#map").is_visible()
    assert page.get_by_role("link", name="PAY-1").count() == 1
