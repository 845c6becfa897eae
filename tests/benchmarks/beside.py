"""The figure ``beside``: how long webhooks take to be accepted while everything is audited, beside when it is quiet.

``detour serve`` as it is, on SQLite, beside a made-up GitHub full of issues that it has never seen. Webhooks of 19 kB
come at their times, whatever became of those before, from a process of their own: first when nothing else is done, then
while the audit that an operator asks for reads every open issue, judges it, and concludes. What comes behind is told,
too: the survey for the pages, and the judging that goes on.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path

import httpx
import numpy as np

from connectors.scanning import Wanted
from service.store import audits, surveys, sweeps, work
from service.store.connection import open_store, reading
from tests.benchmarks.beside_senders import A_SECOND, BODY_BYTES
from tests.benchmarks.requests import talking
from tests.served import LAST_WORDS, free_port, served

ISSUES = 10_000
MOST = 3.0
"""How many times longer 99 of a hundred may take beside an audit."""
QUIET = 10
"""How long it is quiet, of the seconds that each run of ``ingest`` is under load."""
WARMING_SECONDS = 2.0
LOOK_SECONDS = 0.2
TELL_SECONDS = 30.0
PATIENCE_SECONDS = 600.0
AN_ISSUE_SECONDS = 0.06
"""How much longer an issue more is waited for."""
SECRET = "benchmark"
TOKEN = "a-token-of-a-program-that-has-audits-begun"
SITE = "github/acme"
CONFIGURATION = """\
[server]
port = {port}
[store]
url = "sqlite:///{folder}/detour.db"
[[github]]
name = "acme"
api_url = "{told[api_url]}"
organizations = ["acme"]
token = "{told[token]}"
webhook_secrets = ["{secret}"]
[access]
bearer_token = "{token}"
bearer_role = "operator"
[schedule]
audit = "never"
records_days = 0
"""


def run(options):
    """Audits beside webhooks, prints what these took in each part of it, and writes ``beside.json``."""
    issues = options.issues or ISSUES
    with tempfile.TemporaryDirectory(prefix="detour-beside-", dir=options.folder) as place:
        folder = Path(place).resolve()
        with talking("beside_tracker", issues, folder / "webhooks") as tracker:
            told, port, path = tracker.hear(), free_port(), folder / "detour.toml"
            path.write_text(CONFIGURATION.format(port=port, folder=folder, told=told, secret=SECRET, token=TOKEN))
            with served(path, port, folder / "log"):
                patience = PATIENCE_SECONDS + AN_ISSUE_SECONDS * told["issues"]
                quiet, parts, counted = beside(folder, f"http://127.0.0.1:{port}", options.seconds * QUIET, patience)
    taken = {name: [took for _, took in some] for name, some in {"quiet": quiet, **parts}.items()}
    audit, calm = (float(np.percentile(taken[name], 99)) for name in ("audit", "quiet"))
    result = {"ratio": audit / calm, "issues": told["issues"], "aim": MOST, **counted, "seconds": taken}
    (options.folder / "beside.json").write_text(json.dumps(result, indent=2) + "\n")
    sys.stdout.write("\n".join([*table(told["issues"], taken, counted), f"beside: ratio {audit / calm:.1f}"]) + "\n")


def beside(folder, address, seconds, patience):
    """Webhooks when it is quiet, and in each part of an audit: pairs of a moment and what it took; and some counts."""
    os.environ["SECRET"] = SECRET
    with talking("beside_senders", address, folder / "webhooks") as senders:
        time.sleep(WARMING_SECONDS)
        senders.ask("begin")
        time.sleep(seconds)
        quiet = senders.ask("quiet")
        shown = {"Authorization": f"Bearer {TOKEN}"}
        asked = httpx.post(f"{address}/api/v1/audits", json={"full": True}, headers=shown, trust_env=False)
        asked.raise_for_status()
        spans, counted = watched(folder, patience)
        sent = senders.ask("audit")
    parts = {name: [one for one in sent if any(low <= one[0] < high for low, high in spans[name])] for name in spans}
    return quiet, parts, counted


def watched(folder, patience):
    """Waits until the audit has ended and a survey has seen all of it; when which part was, in seconds since 1970."""
    engine = open_store(f"sqlite:///{folder}/detour.db")
    seen, concluded, begun, told = {}, None, time.time(), 0.0
    while not (concluded and any(one.at > concluded for one in seen.values())):
        if time.time() > begun + patience:
            raise RuntimeError((folder / "log").read_text()[-LAST_WORDS:])
        time.sleep(LOOK_SECONDS)
        with reading(engine) as connection:
            [audit] = audits.latest(connection, 1)
            [swept] = [one for one in sweeps.passages(connection, [SITE]) if one.wanted is Wanted.OPEN]
            taken = surveys.taken(connection)
            if time.time() > told + TELL_SECONDS:
                told = time.time()
                tell(told - begun, swept.count.issues, work.counts_in(connection), len(seen))
        concluded = concluded or (audit.ended and time.time())
        if taken is not None and taken.at > begun:
            seen[taken.at] = taken
    engine.dispose()
    spans = {
        "audit": [(audit.started, concluded)],
        "  reading pages": [(audit.started, swept.ended)],
        "  reading threads": [(swept.ended, audit.ended)],
        "  concluding": [(audit.ended, concluded)],
        "surveys": [(one.at, one.at + one.seconds) for one in seen.values()],
        "behind it": [(concluded, time.time())],
    }
    counted = {"read": swept.count.issues, "took": {name: sum(b - a for a, b in some) for name, some in spans.items()}}
    return spans, counted


def tell(seconds, issues, waiting, surveyed):
    """How far it has come."""
    left = {lane.value: waiting.get((SITE, lane.value), 0) for lane in work.Lane}
    waits = ", ".join(f"{count:,} wait for {lane}" for lane, count in left.items() if count)
    sys.stderr.write(f"{seconds:6.0f} s: {issues:,} issues on pages, {surveyed} surveys; {waits or 'nothing waits'}\n")
    sys.stderr.flush()


def table(issues, taken, counted):
    """Of each part: how long it was, how many webhooks came, and what they took."""
    sent = f"{A_SECOND} webhooks a second of {BODY_BYTES // 1000} kB"
    yield f"beside: {sent}, while {counted['read']:,} of {issues:,} open issues are read and audited; milliseconds"
    yield f"{'':20}{'seconds':>9}{'webhooks':>10}{'median':>9}{'p99':>9}{'slowest':>9}"
    for name, some in taken.items():
        figures = np.percentile(some, [50, 99, 100]) * 1000 if some else [0, 0, 0]
        told = "".join(f"{one:9.1f}" for one in figures)
        yield f"{name:20}{counted['took'].get(name, len(some) / A_SECOND):9.1f}{len(some):10,}{told}"
