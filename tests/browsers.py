"""A real browser for tests of what people look at: Debian's Chromium, driven by Playwright."""

import shutil
from contextlib import ExitStack, contextmanager
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


@pytest.fixture(scope="module")
def tab(browser):
    """A page that stays open: a new one has a process of its own, which takes five times the CPU of what it shows."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def window(browser, tab):
    """Opens pages; what a page asked for, and what the browser said of it, are lists of it.

    Nothing of a page is left to the next one. One with ``choices`` is of a context of its own, and so is any that is
    opened beside another.
    """
    with ExitStack() as opened:
        free = [tab]

        def opens(url, width=DESK, scheme="light", **choices):
            page = free.pop() if free and not choices else opened.enter_context(of_its_own(browser, choices))
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            opened.callback(leave, page, listen(page))
            page.goto(url)
            return page

        yield opens


@contextmanager
def of_its_own(browser, choices):
    """A page that shares nothing with others."""
    context = browser.new_context(**choices)
    yield context.new_page()
    context.close()


def listen(page):
    """Begins to keep what a page asks for and what the browser says of it; by whom, for each kind of event."""
    page.asked, page.said = [], []
    ears = {
        "request": lambda request: page.asked.append(request.url),
        "console": lambda message: page.said.append(message.text),
        "pageerror": lambda error: page.said.append(str(error)),
        "dialog": lambda dialog: page.said.append(dialog.message),
    }
    for event, ear in ears.items():
        page.on(event, ear)
    return ears


def leave(page, ears):
    """Whatever is opened there next begins anew."""
    for event, ear in ears.items():
        page.remove_listener(event, ear)
    page.goto("about:blank")
    page.emulate_media(media="null")
    page.context.clear_cookies()


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
