"""The figure ``requests``: what an audit of connected trackers asks for, beside the least that it can be done with.

An invented organisation on a GitHub of 400 repositories, a Jira Cloud and a Jira Data Center of 30 projects each, all
on loopback, is audited over HTTP, a second time once one issue of a hundred has moved. What was asked for is counted
by the trackers. Before that a tenth of the organisation is audited, to see whether memory grows with the issues; there
what comes behind the sweeps is read, too: comments, remote links, and issues that others name.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from math import ceil
from pathlib import Path

from tests.benchmarks.measure import Run
from tests.benchmarks.requests_kinds import LISTINGS, PAGES, SWEEPING

ISSUES = 50_000
SMALLER = 10
ALL = 10**9
LIMITS = {"github/acme": (100, ALL, 100), "jira/cloud": (100, 1000, 100), "jira/own": (1000, ALL, ALL)}
"""Of one answer: issues; issues of which it tells nothing but numbers, without which the others cannot be asked for;
repositories or projects."""


@dataclass(frozen=True)
class Step:
    """A step of the audit of a site, what the site was asked for by it, and how many issues that was about."""

    site: str
    name: str
    issues: int
    least: int
    asked: dict[str, int]
    run: Run

    @property
    def swept(self):
        """The requests of its sweep."""
        return sum(self.asked.get(kind, 0) for kind in SWEEPING)


def run(options):
    """Audits both organisations, prints tables and ratios, and writes ``requests.json``."""
    issues = options.issues or ISSUES
    small = list(audited(max(1, issues // SMALLER), options.folder, deeper=True))
    large = list(audited(issues, options.folder, deeper=False))
    ratios = dict(_ratios(small, large))
    result = {"python": platform.python_version(), "ratios": ratios, "small": small, "large": large}
    (options.folder / "requests.json").write_text(json.dumps(result, indent=2, default=asdict) + "\n")
    sys.stdout.write("\n".join(["requests: an audit's steps; requests by kind, a 1,000 issues", *_table(small, large)]))
    sys.stdout.writelines(f"\nrequests, {name}: ratio {ratio:.3g}" for name, ratio in ratios.items())
    sys.stdout.write("\n")


def audited(issues, folder, *, deeper):
    """The steps of a first and a second audit of so many open issues together."""
    first = ("sweep", *(["deeper"] if deeper else []), "conclude")
    with (
        talking("requests_trackers", issues) as trackers,
        tempfile.TemporaryDirectory(prefix="detour-requests-", dir=folder) as place,
    ):
        told, configuration = trackers.hear(), Path(place) / "detour.toml"
        store = f'[store]\nurl = "sqlite:///{Path(place).resolve()}/detour.db"\n'
        configuration.write_text(told["configuration"] + store)
        for site, size in told["sites"].items():
            with talking("requests_audit", configuration, site) as audit:
                steps = [_step(trackers, audit, name, site, size) for name in first]
                size |= {"open": trackers.ask(f"{site} move")}
                yield from (*steps, replace(_step(trackers, audit, "sweep", site, size), name="second sweep"))


def _step(trackers, audit, name, site, size):
    ran, asked = Run(**audit.ask(name)), trackers.ask(f"{site} count")
    return Step(site, name, size["open"], least(site, size["open"], size["containers"]), asked, ran)


class Talk:
    """A process that answers each line by one of JSON."""

    def __init__(self, process):
        self.process = process

    def ask(self, line):
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.hear()

    def hear(self):
        return json.loads(self.process.stdout.readline())


@contextmanager
def talking(module, *arguments):
    """A module of this package in a process of its own, which ends with the context."""
    words = [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, arguments)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Talk(process)
        finally:
            process.stdin.close()


def least(site, issues, containers):
    """The requests without which nobody can read so many issues of a site."""
    a_page, numbers, a_list = LIMITS[site]
    return ceil(issues / a_page) + (ceil(issues / numbers) if numbers < ALL else 0) + ceil(containers / a_list)


def _table(small, large):
    for step in [*small, *large]:
        ran = step.run
        counted = ", ".join(f"{count:,} {what}" for what, count in ran.counts.items())
        took = f"{ran.seconds:.1f} s, of which {ran.phases['processor']:.1f} of a processor"
        rate = f", {step.issues / ran.seconds:,.0f} a second, {ran.memory:.0f} MB" if step.name == "sweep" else ""
        yield f"{step.site:12}{step.name:13}{counted}; {took}{rate}"
        kinds = sorted(step.asked.items(), key=lambda one: (one[0] not in {PAGES, LISTINGS}, one[0]))
        if kinds:
            yield " " * 12 + "; ".join(f"{kind} {count * 1000 / step.issues:.1f}" for kind, count in kinds)


def _ratios(small, large):
    """What is told in the end, by name."""
    first = [step for step in large if step.name == "sweep"]
    for step in first:
        yield f"{step.site} of {step.issues:,} open issues, beside the least", step.swept / step.least
    second = [step for step in large if step.name == "second sweep"]
    yield "once 1 % moved, beside the least", _sum(second, "swept") / _sum(second, "least")
    yield "beside a request an issue", _sum(first, "swept") / _sum(first, "issues")
    peaks = [max(step.run.memory for step in steps if step.name == "sweep") for steps in (large, small)]
    yield f"memory, beside that of a {SMALLER}th of the issues", peaks[0] / peaks[1]


def _sum(steps, what):
    return sum(getattr(step, what) for step in steps)
