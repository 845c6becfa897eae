"""The page as a browser shows it: it loads nothing, fits a phone, and can be read and used by everybody."""

import pytest

from service.reports import html
from tests.browsers import DESK, PHONE, hindrances, needed
from tests.service.overview.drawn import reported
from tests.service.reports.test_html import HOSTILE, everything, full, many

LONG = "Unbroken" * 30
SCROLLED = """new Promise((done) => {
    const look = () => document.querySelector(".scroll").scrollLeft > 0 ? done() : requestAnimationFrame(look);
    look();
})"""
"""Waits until it is so. Playwright's own way to wait evaluates text again and again, which the page refuses to all."""
REPORTS = {
    "everything": full,
    "hostile": lambda: full(HOSTILE),
    "unbroken": lambda: full(LONG),
    "large": lambda: many(120),
    "empty": lambda: reported(everything().open()),
}

pytestmark = needed


@pytest.fixture
def shown(window, tmp_path):
    """Shows a report by its name."""

    def show(name, width=DESK, scheme="light"):
        path = tmp_path / "report.html"
        path.write_text("".join(html.render(REPORTS[name]())), encoding="utf-8")
        return window(path.as_uri(), width, scheme)

    return show


@pytest.mark.parametrize("name", REPORTS)
def test_it_asks_for_nothing_and_nothing_of_it_is_refused(shown, name):
    page = shown(name)

    page.wait_for_load_state("networkidle")
    assert len(page.asked) == 1
    assert page.said == []


@pytest.mark.parametrize("name", REPORTS)
def test_on_a_phone_the_page_is_as_wide_as_the_screen(shown, name):
    page = shown(name, PHONE)

    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE


@pytest.mark.parametrize("width", [740, 900, DESK])
def test_on_larger_screens_too(shown, width):
    page = shown("everything", width)

    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_nothing_keeps_anybody_from_reading_it(shown):
    page = shown("everything")

    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert hindrances(page) == []


def test_what_is_wide_is_scrolled_by_keys_in_its_own_box(shown):
    page = shown("everything", PHONE)

    box = page.locator(".scroll").first
    box.focus()
    page.keyboard.press("ArrowRight")
    page.evaluate(SCROLLED)


def test_the_first_key_leads_past_the_head_and_findings_unfold_by_keys(shown):
    page = shown("everything")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the headline"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "headline"

    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.get_attribute("open") is not None


def test_on_paper_all_is_unfolded_and_light(shown):
    page = shown("everything", scheme="dark")
    row = page.locator("details tbody tr").first
    assert not row.is_visible()

    page.emulate_media(media="print", color_scheme="dark")

    assert row.is_visible()
    assert not page.locator("nav").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
