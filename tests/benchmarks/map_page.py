"""The figure ``map``: from the address of the map of 5,000 issues to a map that answers, in a browser.

A store is surveyed, and Chromium opens the page again and again, each time as somebody who was never there: the server
makes page and document from what the survey kept, and the map has answered when a key moved it and that was drawn.
Beside it stands a bare page that draws as many circles and their lines, from a file with nothing but their places.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from statistics import median

import httpx
from playwright.sync_api import sync_playwright

from service.logs import silence
from service.pages.desk import Desk
from service.serving import serving
from service.store import surveys
from service.store.connection import reading, upgrade
from tests.benchmarks.map_bare import bare_application
from tests.benchmarks.pages import application, sqlite
from tests.benchmarks.stored_organisation import decisions, documents, remember, survey
from tests.browsers import CHROMIUM

ISSUES = 5_000
DRAWN = 5
"""Of so many issues at least one is on the map, and the survey leaves out what it has no room for."""
MAY_TAKE = 1.0
"""Seconds."""
OURS = "map && wide && drawn.scale === scale", "left"
BARE = "drawn", "left"
WATCH = """
(() => {
  const known = (what) => { try { return what(); } catch { return undefined; } };
  const look = () => {
    if (!known(() => READY)) { requestAnimationFrame(look); return; }
    const canvas = document.querySelector("canvas"), before = MOVED;
    canvas.getContext("2d").getImageData(0, 0, 1, 1);  // nothing of it is left to be drawn later
    const shown = performance.now();
    canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true }));
    requestAnimationFrame(() => requestAnimationFrame(() => {
      canvas.getContext("2d").getImageData(0, 0, 1, 1);
      window.watched = { drawn: shown, answered: performance.now(), moved: MOVED - before };
    }));
  };
  requestAnimationFrame(look);
})();
"""


def run(options):
    """Opens both pages in turn, prints what that took, keeps pictures of ours, and writes ``map.json``."""
    issues = options.issues or ISSUES
    silence()
    known = decisions(options.folder)
    with sqlite(options.folder) as engine:
        upgrade(engine)
        remember(engine, known, documents(options.folder, issues * DRAWN))
        survey(engine, known)
        with reading(engine) as connection:
            kept = surveys.map_(connection)
        with serving(application(Desk(engine, known))) as ours, serving(bare_application(kept)) as bare:
            served = answered(ours)
            opened = in_browser({"Detour": (f"{ours}/map/issues", OURS), "bare": (bare, BARE)}, options)
    took = {name: [one["answered"] / 1000 for one in each] for name, each in opened.items()}
    ratio = median(took["Detour"]) / MAY_TAKE
    beside = median(took["Detour"]) / median(took["bare"])
    result = {"nodes": len(kept.nodes), "edges": len(kept.edges), "ratio": ratio, "beside": beside}
    result |= {"server": served, "browser": opened}
    (options.folder / "map.json").write_text(json.dumps(result, indent=2) + "\n")
    lines = [*table(result), f"map, beside a bare canvas: ratio {beside:.1f}", f"map: ratio {ratio:.2f}"]
    sys.stdout.write("\n".join(lines) + "\n")


def answered(address):
    """The bytes of page and document, and the seconds that each takes: the first time after a survey, and then."""
    found = {}
    with httpx.Client(base_url=address, trust_env=False) as client:
        for path in ("/map/issues", "/map/issues.json"):
            seconds = []
            for _ in range(5):
                begun = time.perf_counter()
                answer = client.get(path).raise_for_status()
                seconds.append(time.perf_counter() - begun)
            found[path] = {"bytes": len(answer.content), "first": seconds[0], "then": median(seconds[1:])}
    return found


def in_browser(pages, options):
    """What each page took, in milliseconds since it was asked for: until it was drawn, and until it answered a key."""
    found = {name: [] for name in pages}
    with sync_playwright() as started, chromium(started) as browser:
        for repeat in range(options.repeats + 1):
            for name in list(pages)[:: 1 if repeat % 2 else -1]:
                address, (ready, moved) = pages[name]
                watched = visit(browser, address, WATCH.replace("READY", ready).replace("MOVED", moved))
                if repeat:  # in the first one the browser itself is new
                    found[name].append(watched)
        for scheme in ("light", "dark"):
            picture(browser, pages["Detour"][0], scheme, options.folder / f"map-{scheme}.png")
    return found


@contextmanager
def chromium(started):
    """The browser that is on this computer."""
    if CHROMIUM is None:
        sys.exit("There is no Chromium on this computer: install it (Debian: apt install chromium), and try again.")
    browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    yield browser
    browser.close()


def visit(browser, address, script):
    """One visit by somebody who was never there."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(script)
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("window.watched")
    watched = page.evaluate("watched")
    context.close()
    if not watched["moved"]:
        raise RuntimeError(f"{address} does not answer a key")
    return watched


def picture(browser, address, scheme, path):
    """What people see."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    page.wait_for_function(OURS[0])
    page.locator("#map").screenshot(path=path)
    context.close()


def table(result):
    """Server and browser, in milliseconds."""
    yield f"map: {result['nodes']:,} issues and {result['edges']:,} waits; milliseconds, medians"
    for path, one in result["server"].items():
        first, then = one["first"] * 1000, one["then"] * 1000
        yield f"{path:24}{one['bytes'] / 1024:8,.0f} kB   first {first:7.0f}   then {then:7.0f}"
    for name, each in result["browser"].items():
        drawn, key = (median(one[what] for one in each) for what in ("drawn", "answered"))
        slowest = max(one["answered"] for one in each)
        yield f"{name:24}drawn {drawn:7.0f}   answers a key {key:7.0f}   slowest {slowest:7.0f}"
