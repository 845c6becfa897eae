"""The figure ``comments``: how long after a change its comment stands on the issue, at 20 changes a second.

A Jira Cloud on loopback, without limits, tells a Detour in a process of its own that issues wait from now on. Each of
1,000 is changed once. Beside it stand the tracker's own times for what cannot be left out: to tell of the issue, to
tell its comments, and to take the new one, asked for by nothing but an HTTP client, when nothing else is asked.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

import httpx
import numpy as np

from connectors.simulator.jira import Moment, simulated_jira
from tests.benchmarks.requests import talking

ISSUES = 1_000
A_SECOND = 20
MAY_TAKE = 2.0
"""Seconds, of which 99 of a hundred take less."""
BLOCKERS = 50
PATIENCE = 120
ASKED = 100
SECRET = "benchmark"
CONFIGURATION = """
[[jira]]
name = "acme"
url = "{desk.address}"
flavor = "cloud"
email = "{desk.bot_email}"
token = "{desk.bot_token}"
projects = ["WEB", "PAY"]
webhook_secrets = ["{secret}"]
[teams.web]
owns = ["jira:WEB"]
[teams.payments]
owns = ["jira:PAY"]
[schedule]
audit = "never"
[comments]
mode = "live"
budget = 1000000
rules = ["missing-fallback"]
[store]
url = "sqlite:///{folder}/detour.db"
"""


def run(options):
    """Changes one issue after the other, prints how long the comments took, and writes ``comments.json``."""
    issues = options.issues or ISSUES
    with (
        simulated_jira() as desk,
        tempfile.TemporaryDirectory(prefix="detour-comments-", dir=options.folder) as folder,
    ):
        mia = desk.person("mia", writes=("WEB", "PAY"))
        blockers = [mia.opens("PAY", f"Ledger {number}") for number in range(BLOCKERS)]
        waiting = [planned(mia, number) for number in range(issues)]
        bare = asked_bare(desk, planned(mia, issues))
        path = Path(folder) / "detour.toml"
        path.write_text(CONFIGURATION.format(desk=desk, secret=SECRET, folder=Path(folder).resolve()))
        with talking("comments_detour", path) as detour:
            desk.webhook_to(f"{detour.hear()['address']}/webhooks/jira/acme", SECRET)
            took = changed(desk, mia, waiting, cycle(blockers))
    ratio = float(np.percentile(took, 99)) / MAY_TAKE
    result = {"ratio": ratio, "seconds": took, "tracker": bare}
    (options.folder / "comments.json").write_text(json.dumps(result, indent=2) + "\n")
    sys.stdout.write(f"comments: {issues:,} changes, {A_SECOND} a second, until the comment stands; milliseconds\n")
    for name, seconds in (("Detour", took), ("the tracker alone", bare)):
        half, most, all_but_one = np.percentile(seconds, [50, 99, 100]) * 1000
        sys.stdout.write(f"{name:24}median {half:7.0f}   p99 {most:7.0f}   slowest {all_but_one:7.0f}\n")
    sys.stdout.write(f"comments: ratio {ratio:.2f}\n")


def planned(mia, number):
    """An issue of the web team's that has a date, and waits on nothing yet."""
    issue = mia.opens("WEB", f"Checkout {number}")
    mia.sets_milestone(issue, "Launch", datetime.now(UTC) + timedelta(days=60))
    return issue


def changed(desk, mia, waiting, blockers):
    """The seconds from each change, made at its time whatever became of the others, to its comment."""
    commented, all_there = {}, threading.Event()

    def note(moment, asked):
        if moment is Moment.AFTER and asked.method == "POST" and asked.path.endswith("/comment"):
            commented.setdefault(asked.path.split("/")[-2], time.perf_counter())
            if len(commented) == len(waiting):
                all_there.set()

    end, begun, at = desk.on_request(note), {}, time.perf_counter()
    for issue in waiting:
        time.sleep(max(0.0, at - time.perf_counter()))
        begun[issue.ref] = time.perf_counter(), str(issue.id)
        mia.blocks(issue, by=next(blockers))
        at += 1 / A_SECOND
    if not all_there.wait(PATIENCE):
        raise RuntimeError(f"{len(waiting) - len(commented):,} of {len(waiting):,} issues were not commented on")
    end()
    return [commented.get(ref, commented.get(number)) - since for ref, (since, number) in begun.items()]


def asked_bare(desk, issue):
    """The seconds that the tracker takes to tell of an issue and of its comments, and to take one."""
    credentials = httpx.BasicAuth(desk.bot_email, desk.bot_token)
    words = {
        "type": "doc",
        "version": 1,
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": "x"}]}],
    }
    took = []
    with httpx.Client(base_url=f"{desk.address}/rest/api/3", auth=credentials, trust_env=False) as http:
        for _ in range(ASKED):
            begun = time.perf_counter()
            http.post("/issue/bulkfetch", json={"issueIdsOrKeys": [issue.ref], "fields": ["*all"]}).raise_for_status()
            http.get(f"/issue/{issue.ref}/comment").raise_for_status()
            http.post(f"/issue/{issue.ref}/comment", json={"body": words}).raise_for_status()
            took.append(time.perf_counter() - begun)
    return took
