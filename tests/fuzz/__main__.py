"""``python -m tests.fuzz``: the long form, on a ``detour serve`` of its own; prints one table.

It fails if any request is answered by a fault, or memory grows in the second half by more than a bound.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from service.store.connection import open_store, upgrade
from tests.fuzz.honest import honest, last, told, within
from tests.fuzz.hostile import Draw
from tests.fuzz.sending import AT_ONCE, send_all
from tests.fuzz.target import SECRET, form_token, made
from tests.served import free_port, served

MOST_GROWTH = 24 << 20
"""Bytes by which the memory of the second half may be above that of the first, a body in hand aside."""
PARTS = 20
QUIET_SECONDS = 3.5
"""Before each part, so that there are more than a thousand webhooks in quiet: fewer have no 99th percentile."""
SETTLING_SECONDS = 1
"""What hostile requests left to be done is no quiet."""
WARM_SECONDS = 4
LAST = 19
"""The system's word for whoever waits for all others: https://man7.org/linux/man-pages/man2/nice.2.html"""
CONFIGURATION = """
[server]
port = {port}
[store]
url = "sqlite:///{folder}/detour.db"
[schedule]
audit = "never"
[[github]]
name = "acme"
organizations = ["acme"]
webhook_secrets = ["{secret}"]
[[jira]]
name = "acme"
url = "https://acme.example"
flavor = "datacenter"
projects = ["PAY"]
webhook_secrets = ["{secret}"]
path_token = "token"
[teams.payments]
owns = ["jira:PAY"]
"""


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="how many send at the same time")
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="detour-fuzz-") as folder:
        return run(Path(folder), options)


def run(folder, options):
    port = free_port()
    config = folder / "detour.toml"
    config.write_text(CONFIGURATION.format(port=port, folder=folder, secret=SECRET))
    engine = open_store(f"sqlite:///{folder}/routes.db")
    upgrade(engine)
    _, routes = made(engine)
    engine.dispose()
    with served(config, port, folder / "log") as server:
        return asyncio.run(fuzzed(port, server, routes, options, folder))


async def fuzzed(port, server, routes, options, folder):
    url = f"http://127.0.0.1:{port}"
    draw = Draw(random.Random(options.seed), routes, SECRET, f"127.0.0.1:{port}", form_token(url))
    course = Course()
    took = await honest(url, in_turns(port, server, draw, options, course))
    quiet, beside = ([seconds for began, seconds in took if within(began, spans)] for spans in course.spans)
    sizes, parts = course.sizes, course.outcomes
    grown = median(sizes[PARTS // 2 :]) - median(sizes[: PARTS // 2])
    faults = [fault for part in parts for fault in part.faults]
    statuses = dict(sorted(sum((part.statuses for part in parts), Counter()).items()))
    lasted = sum(ended - began for began, ended in course.spans[1])
    say(f"hostile requests   {options.requests:,} in {lasted:.0f} s over {len(routes)} routes")
    say(f"answers            {statuses}")
    say(f"server errors      {len(faults)}")
    shown = " ".join(f"{size >> 20}" for size in sizes)
    say(f"memory in MB       {shown}: {grown / 2**20:+.0f} in the second half")
    say(f"honest webhooks    {told(quiet)} in quiet, {told(beside)} beside: ratio {last(beside) / last(quiet):.2f}")
    tracebacks = (folder / "log").read_text().count("Traceback")
    say(f"tracebacks in log  {tracebacks}")
    for status, request in faults[:5]:
        say(f"  {status}: {request[:300]!r}")
    return 0 if not faults and not tracebacks and grown < MOST_GROWTH and server.poll() is None else 1


def say(line):
    """One row."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@dataclass
class Course:
    """What came of each part, the memory after it, and when it was quiet and when not, from moment to moment."""

    outcomes: list = field(default_factory=list)
    sizes: list = field(default_factory=list)
    spans: tuple = field(default_factory=lambda: ([], []))


async def in_turns(port, server, draw, options, course):
    """All requests, in parts, each after a while of quiet, so that both meet the machine as it is by and by.

    Who is hostile has a machine of their own: here they take of the processors what the service leaves.
    """
    os.nice(LAST)
    quiet, beside = course.spans
    await asyncio.sleep(WARM_SECONDS)
    for _ in range(PARTS):
        await asyncio.sleep(SETTLING_SECONDS)
        began = time.monotonic()
        await asyncio.sleep(QUIET_SECONDS)
        quiet.append((began, time.monotonic()))
        began = time.monotonic()
        course.outcomes.append(await send_all(port, draw, options.requests // PARTS, options.at_once))
        beside.append((began, time.monotonic()))
        course.sizes.append(memory(server.pid))


def memory(pid):
    """Bytes of a process that are in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024


if __name__ == "__main__":
    sys.exit(main())
