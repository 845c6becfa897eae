"""Measures contenders fairly: each run in a fresh process, the sides in turn, pair by pair.

A run's seconds begin after the interpreter's start and the imports. Its memory is the process's peak resident size,
interpreter and imports included.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from statistics import median

MEGABYTE = 1 << 20
RESIDENT_UNIT = 1 if sys.platform == "darwin" else 1024
"""``ru_maxrss`` is in bytes on macOS and in kilobytes on Linux."""


class Stopwatch:
    """Times the phases of one run, inside its process; by a ``clock`` of its own where others work on the machine."""

    def __init__(self, clock=time.perf_counter):
        self.clock = clock
        self.started = self.last = clock()
        self.phases = {}

    def lap(self, phase):
        """Ends a phase."""
        now = self.clock()
        self.phases[phase], self.last = now - self.last, now

    def tell(self, **counts):
        """Ends the run: writes what was measured, for ``run_once`` to read, and what was counted."""
        seconds = self.clock() - self.started
        run = Run(seconds, megabytes(), self.phases, {name: int(count) for name, count in counts.items()})
        sys.stdout.write(json.dumps(asdict(run)) + "\n")


def megabytes():
    """This process's peak of memory so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RESIDENT_UNIT / MEGABYTE


@dataclass(frozen=True)
class Run:
    """What one run took: wall seconds in all and by phase, megabytes at the peak; and what it counted."""

    seconds: float
    memory: float
    phases: dict[str, float]
    counts: dict[str, int]


def run_once(module, *arguments):
    """Runs a module of this package in a fresh process, and reads what it tells."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, arguments)]
    return Run(**json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def race(modules, arguments, repeats):
    """Runs each module ``repeats`` times, in turn, each time in the other order; the runs by module."""
    runs = {module: [] for module in modules}
    for repeat in range(repeats):
        for module in modules[:: 1 if repeat % 2 else -1]:
            runs[module].append(run_once(module, *arguments))
    return runs


def paired_ratio(runs, module, yardstick):
    """The median of the ratios of the runs that lay beside each other."""
    pairs = zip(runs[module], runs[yardstick], strict=True)
    return median(one.seconds / other.seconds for one, other in pairs)


def table(runs):
    """The runs as lines of text: median and range, then the phases' medians."""
    lines = [f"{'':24}{'median s':>10}{'min s':>9}{'max s':>9}{'peak MB':>10}"]
    for module, each in runs.items():
        seconds = [run.seconds for run in each]
        memory = max(run.memory for run in each)
        lines.append(f"{module:24}{median(seconds):10.3f}{min(seconds):9.3f}{max(seconds):9.3f}{memory:10.0f}")
        lines += [f"  {phase:22}{median(run.phases[phase] for run in each):10.3f}" for phase in each[0].phases]
        lines.append("  " + ", ".join(f"{count:,} {name}" for name, count in each[0].counts.items()))
    return lines
