"""A real browser for tests of what people look at: Debian's Chromium, driven by Playwright."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe

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


def faults(page):
    """What axe-core's rules say of a page, and where."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["help"], [node["target"] for node in one["nodes"][:3]]) for one in found]
