"""A real browser for tests of what people look at: Debian's Chromium, driven by Playwright."""

import shutil
from itertools import product

import pytest
from axe_playwright_python.base import AXE_SCRIPT

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
PHONE, DESK = 360, 1280

needed = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this computer: apt install chromium")


@pytest.fixture(scope="module")
def browser():
    """A browser that starts once for a module's tests."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # few tests need it

    with sync_playwright() as started:
        found = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def window(browser):
    """Opens pages; what a page asked for, and what the browser said of it, are lists of it."""
    contexts = []

    def opens(url, width=DESK, scheme="light", **choices):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **choices)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("dialog", lambda dialog: page.said.append(dialog.message))
        page.goto(url)
        return page

    yield opens
    for context in contexts:
        context.close()


def hindrances(page):
    """What keeps people from reading a page on a phone or a desk, by day or by night: faults, and what is too wide.

    It is loaded once, which takes longer than to look at it: no script of ours asks for width or colours but in the
    moment that it draws, and again when they change.
    """
    found = []
    for width, scheme in product((PHONE, DESK), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found += [(width, scheme, *fault) for fault in faults(page)]
        if (wide := page.evaluate("document.documentElement.scrollWidth")) != width:
            found.append((width, scheme, f"it is {wide} wide"))
    return found


def faults(page):
    """What axe-core's rules say of a page, and where."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(results => results.violations)")
    return [(one["id"], one["help"], [node["target"] for node in one["nodes"][:3]]) for one in found]
