"""The figure ``setup``: from ``detour setup`` in an empty folder to the report of the first look.

Beside two made-up trackers in processes of their own, with the few issues that they begin with. The command runs at a
terminal, as people run it, and every question is answered at once; a browser of the simplest kind makes the App and
installs it. What is left is the machine's part of setting up, which the README says is half a minute.
"""

from __future__ import annotations

import json
import os
import pty
import re
import resource
import select
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from tests.served import environment
from tests.service.setup.answering import Clicking

MAY_TAKE = 30.0
"""Seconds."""
PATIENCE_SECONDS = 300
QUIET_SECONDS = 0.05
"""A line without an end, and nothing after it for so long, is a question."""
PARTS = {"beginning": "", "GitHub": "GitHub", "Jira": "Jira", "teams": "Teams", "first look": "The first look"}
"""What the command says as each part begins."""
OPENED = re.compile(r"^(?:Open|Now install it:) (http://\S+)")
ADDRESS = re.compile(r"^  pages +(\S+)$", re.MULTILINE)
BOT = "detour-bot"
"""Its name is its token at both trackers."""


def run(options):
    """Sets up again and again, prints how long that took, and writes ``setup.json``."""
    runs = []
    for _ in range(options.repeats):
        with (
            tracker() as github,
            tracker("--jira", "cloud") as jira,
            tempfile.TemporaryDirectory(prefix="detour-setup-", dir=options.folder) as folder,
        ):
            runs.append(set_up(Path(folder).resolve(), github, jira))
    ratio = median(one["seconds"] for one in runs) / MAY_TAKE
    (options.folder / "setup.json").write_text(json.dumps({"runs": runs, "ratio": ratio}, indent=2) + "\n")
    sys.stdout.write("\n".join([*table(runs), f"setup: ratio {ratio:.2f}"]) + "\n")


@contextmanager
def tracker(*options):
    """A made-up tracker; its address."""
    command = [sys.executable, "-u", "-m", "connectors.simulator", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as process:
        try:
            told = "".join(iter(process.stdout.readline, "For example:\n"))
            yield ADDRESS.search(told)[1]
        finally:
            process.terminate()


def answers(github, jira):
    """What is answered, in this order, by words of the question; Enter to whatever else is asked."""
    return [
        ("reach Detour", "https://detour.acme.example"),
        ("Its host", github),
        ("own the App", "acme"),
        ("Connect a Jira", "y"),
        ("Its address", jira),
        ("Is it a Cloud site", "y"),
        ("Mail address", f"{BOT}@acme.example"),
        ("Token", BOT),
        ("Token for github/acme", BOT),
    ]


def set_up(folder, github, jira):
    """Lets somebody set up who hesitates nowhere; what that took, part by part."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    controlling, terminal = pty.openpty()
    command = [sys.executable, "-m", "service.cli", "setup"]
    ends = {"stdin": terminal, "stdout": terminal, "stderr": terminal}
    paths = {"PYTHONPATH": os.pathsep.join([str(Path.cwd()), os.environ.get("PYTHONPATH", "")])}
    process = subprocess.Popen(command, **ends, cwd=folder, env=environment() | paths, start_new_session=True)
    os.close(terminal)
    person = Person(controlling, answers(github, jira), begun)
    try:
        told = person.talks()
    finally:
        if person.gave_up:
            process.kill()
        process.wait()
        os.close(controlling)
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode or person.left or not (folder / "detour-report.html").exists():
        raise RuntimeError(f"it was not set up:\n{told}")
    computing = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": seconds, "computing": computing, "parts": person.parts(seconds), "questions": person.asked}


class Person:
    """Whoever sits at the terminal. ``left`` are the answers that nobody asked for."""

    def __init__(self, terminal, left, begun):
        self.terminal, self.left, self.begun = terminal, left, begun
        self.clicking, self.asked, self.gave_up = Clicking(), 0, True
        self.begins = {}

    def talks(self):
        """Reads until the command ends, and answers; all that was told."""
        told, line = "", ""
        while time.perf_counter() - self.begun < PATIENCE_SECONDS:
            if select.select([self.terminal], [], [], QUIET_SECONDS)[0]:
                try:
                    part = os.read(self.terminal, 1 << 16).decode(errors="replace").replace("\r", "")
                except OSError:  # that is how Linux says that nobody has the other end
                    part = ""
                if not part:
                    break
                told += part
                *whole, line = (line + part).split("\n")
                for one in whole:
                    self.hears(one)
            elif line.endswith(": "):
                os.write(self.terminal, f"{self.answer(line)}\n".encode())
                line = ""
        else:
            return told
        self.gave_up = False
        self.clicking.settle()
        return told

    def hears(self, line):
        """Notes where a part begins, and opens what is to be opened."""
        for part, words in PARTS.items():
            if part not in self.begins and line.startswith(words):
                self.begins[part] = time.perf_counter() - self.begun
                break
        if opened := OPENED.match(line):
            self.clicking(opened[1])

    def answer(self, question):
        """The next answer, if it is to this question; else Enter."""
        self.asked += 1
        return self.left.pop(0)[1] if self.left and re.search(self.left[0][0], question) else ""

    def parts(self, seconds):
        """How long each part was."""
        moments = [0.0, *list(self.begins.values())[1:], seconds]
        return {part: moments[at + 1] - moments[at] for at, part in enumerate(self.begins)}


def table(runs):
    """Median, fastest and slowest, in seconds; and how much of it the command computed."""
    yield f"setup: {len(runs)} times, {runs[0]['questions']} questions answered at once; seconds"
    yield f"{'':14}{'median':>9}{'min':>9}{'max':>9}"
    rows = {"in all": [one["seconds"] for one in runs]}
    rows |= {f"  {part}": [one["parts"][part] for one in runs] for part in runs[0]["parts"]}
    rows["computing"] = [one["computing"] for one in runs]
    for name, each in rows.items():
        yield f"{name:14}{median(each):9.2f}{min(each):9.2f}{max(each):9.2f}"
