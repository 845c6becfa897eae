"""Draws the README's pictures anew: ``make pictures``. A comment on each made-up tracker and a report, in a browser.

It needs Chromium (Debian: ``apt install chromium``), which nothing else here does.
"""

import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from service.audit import audit
from service.logs import configure
from service.reports import html
from service.reports.report import Report
from service.saved import SavedIssues
from service.serving import serving as serving_app
from service.settings import load
from service.store.connection import open_store, upgrade
from service.survey.taking import survey_of
from tests.command_line import TODAY
from tests.journeys.living import serving
from tests.journeys.trackers import OPENERS
from tests.service.dashboards import Dashboard, keep_survey

FOLDER = Path("deploy/pictures")
NAMES = {"github": "github", "cloud": "jira-cloud", "datacenter": "jira-data-center"}
COMMENT, REPORT, OVERVIEW = (1000, 760), (1200, 1240), (1280, 1180)
COURSE = ((70, 0.5), (56, 0.55), (42, 0.7), (28, 0.7), (21, 0.8), (14, 0.9), (7, 0.9), (0, 1.0))
"""Days ago, and how much of what is covered today was covered then."""
"""How wide and high."""
ACME = Path("tests/acme")
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking")
VISIBLE = '[[visibility]]\ncontainers = ["github:acme/*", "jira:*"]\n'


def main():
    """Lets the same thing happen on each tracker, and takes a picture of what people see then."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("There is no Chromium on this computer: install it (Debian: apt install chromium), and try again.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("w") as log:
        configure(log)
        for name, opener in OPENERS.items():
            path = FOLDER / f"{NAMES[name]}.png"
            with opener() as tracker:
                take(browser, happened(tracker, Path(folder) / name), path, COMMENT)
            sys.stdout.write(f"{path}\n")
        path = FOLDER / "report.png"
        take(browser, reported(Path(folder) / "report.html"), path, REPORT)
        sys.stdout.write(f"{path}\n")
        path = FOLDER / "overview.png"
        with dashboard(Path(folder) / "dashboard.db") as url:
            take(browser, url, path, OVERVIEW)
        sys.stdout.write(f"{path}\n")


@contextmanager
def dashboard(file):
    """Where the pages of the invented organisation are served; it was looked at on several days before."""
    settings = load(ACME / "detour.toml", {})
    known = audit(SavedIssues(settings, [ACME]), settings, as_of=TODAY)
    store = open_store(f"sqlite:///{file}")
    upgrade(store)
    for days_ago, share in COURSE:
        told = survey_of(known)
        now = told.overview.figures
        then = replace(now, covered=round(now.covered * share), plans_alone=round(now.plans_alone * share))
        keep_survey(store, replace(told, overview=replace(told.overview, figures=then)), days_ago)
    with serving_app(Dashboard(store)) as url:
        yield url
    store.dispose()


def happened(tracker, folder):
    """The address of an issue that waits on two of another team, for one of which its fallback was dropped."""
    folder.mkdir()
    engine = open_store(f"sqlite:///{folder / 'detour.db'}")
    upgrade(engine)
    with ExitStack() as stack:
        stack.callback(engine.dispose)
        live = stack.enter_context(serving(tracker, engine, folder / "detour.toml", more=VISIBLE))
        tracker.tells(live)
        mia = tracker.hub.person("mia", writes=(tracker.web, tracker.pay))
        ledger, refunds = mia.opens(tracker.pay, "New ledger"), mia.opens(tracker.pay, "Refund API")
        checkout = mia.opens(tracker.web, "Checkout")
        invoice = mia.opens(tracker.web, "Pay by invoice")
        mia.sets_milestone(checkout, "Launch", datetime.now(UTC) + timedelta(days=60))
        mia.blocks(checkout, by=ledger)
        waits, fallback = f"Blocked by {refunds.ref}.", f"Fallback for {ledger.ref}: {invoice.ref} (hack)"
        mia.edits(checkout, body=f"Customers pay by card. {waits}\n\n{fallback}")
        mia.closes(invoice, "not_planned")
        live.settled()
    path = checkout.ref.replace("#", "/issues/") if "#" in checkout.ref else f"browse/{checkout.ref}"
    return f"{tracker.hub.address}/{path}"


def reported(path):
    """The address of the report on the invented organisation, on the day that its tests are of."""
    settings = load(ACME / "detour.toml", {})
    found = audit(SavedIssues(settings, [ACME]), settings, as_of=TODAY)
    path.write_text("".join(html.render(Report(found))), encoding="utf-8")
    return path.as_uri()


def take(browser, url, path, size):
    with tempfile.TemporaryDirectory() as profile:
        words = [browser, *QUIET, f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}"]
        subprocess.run([*words, f"--screenshot={path}", url], check=True, capture_output=True, timeout=60)


if __name__ == "__main__":
    main()
