"""The figure ``start``: how long a command takes to say something, and a service to be ready, beside a bare Python."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.served import environment, free_port, served

AIMS = {"--help": 0.4, "serve": 1.5}
"""Seconds."""
CONFIGURATION = """\
[server]
port = {port}
[store]
url = "sqlite:///{folder}/detour.db"
[[jira]]
name = "acme"
url = "https://acme.atlassian.net"
webhook_secrets = ["a secret"]
"""


def run(options):
    """Starts each in turn, prints a table and writes ``start.json``."""
    with tempfile.TemporaryDirectory(prefix="detour-start-", dir=options.folder) as folder:
        contenders = {"python": bare, "--help": helped, "serve": lambda: serving(Path(folder).resolve())}
        serving(Path(folder).resolve())  # makes the store, and what Python compiles, which later starts find
        times = {name: [] for name in contenders}
        for repeat in range(options.repeats):
            for name in list(contenders)[:: 1 if repeat % 2 else -1]:
                times[name].append(contenders[name]())
    bare_median = median(times["python"])
    ratios = {name: median(times[name]) / bare_median for name in AIMS}
    result = {"seconds": times, "ratios": ratios, "aims": AIMS}
    (options.folder / "start.json").write_text(json.dumps(result, indent=2) + "\n")
    sys.stdout.write("\n".join([*table(times), *(f"start, {name}: ratio {ratios[name]:.1f}" for name in AIMS)]) + "\n")


def bare():
    """Python importing nothing."""
    return timed([sys.executable, "-I", "-c", "pass"])


def helped():
    """``detour --help``."""
    return timed([sys.executable, "-m", "service.cli", "--help"])


def timed(command):
    """The seconds until a command has ended."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment())
    return time.perf_counter() - begun


def serving(folder):
    """The seconds until ``detour serve`` says that it is ready, on a store that is there already."""
    port = free_port()
    configuration = folder / "detour.toml"
    configuration.write_text(CONFIGURATION.format(port=port, folder=folder))
    begun = time.perf_counter()
    with served(configuration, port, folder / "log"):
        return time.perf_counter() - begun


def table(times):
    """Median, fastest and slowest of each, in seconds."""
    yield f"start: {len(times['python'])} starts each, in turn; seconds"
    yield f"{'':14}{'median':>9}{'min':>9}{'max':>9}{'aim':>9}"
    for name, each in times.items():
        yield f"{name:14}{median(each):9.3f}{min(each):9.3f}{max(each):9.3f}{AIMS.get(name, ''):>9}"
