"""Progress of an audit: bars on a terminal, a plain line now and then in a log."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil
from typing import TYPE_CHECKING, Final, TextIO

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from connectors.scanning import Wanted
from rules.rule import counted
from service.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from service.auditor import Onlooker
    from service.store.sweeps import Count, Passage

LOG_SECONDS: Final = 10.0
MINUTE: Final = 60
READS: Final = {
    Wanted.OPEN: "reading every open issue",
    Wanted.MOVED: "reading what has moved",
    Wanted.CLOSED: "reading closed issues for the records",
}


@contextmanager
def audit_progress(stream: TextIO) -> Iterator[Onlooker]:
    """Whoever is told how far an audit has come shows it there. Bars are gone when it is done."""
    if not stream.isatty():
        yield _Log(stream)
        return
    columns = TextColumn("{task.description}"), BarColumn(bar_width=20), TextColumn("{task.fields[said]}")
    with Progress(*columns, console=Console(file=stream), transient=True) as bars:
        yield _Bars(bars)


@dataclass(slots=True)
class _Pace:
    """How fast issues came, since this process looks on."""

    _first: dict[str, tuple[float, int]] = field(default_factory=dict)

    def seconds_left(self, sweep: Passage, now: float) -> float | None:
        began, issues = self._first.setdefault(f"{sweep.site} {sweep.started}", (now, sweep.count.issues))
        came, seconds = sweep.count.issues - issues, now - began
        if sweep.count.left is None or came <= 0 or seconds <= 0:
            return None
        return sweep.count.left * seconds / came


def told(sweep: Passage | None, unread: int, paused_until: float, seconds_left: float | None) -> str:
    """How far one site has come, in words. ``paused_until`` is in seconds since 1970, 0 where nothing is waited for."""
    if sweep is None:
        said = f"reading comments and links out of the tracker of {counted(unread, 'issue')}" if unread else "read"
    else:
        count = sweep.count
        said = f"{READS[sweep.wanted]}: {count.issues:,} in {counted(count.requests, 'request')}"
        said += "" if count.left is None else _ahead(count, seconds_left)
    if not paused_until:
        return said
    reason = f": {printable(sweep.note)}" if sweep is not None and sweep.note else ""
    return f"{said}; waits until {datetime.fromtimestamp(paused_until, UTC):%H:%M:%S} UTC{reason}"


def _ahead(count: Count, seconds_left: float | None) -> str:
    """What is to come: in how many requests, if they go on to bring as much, how fast, and by when."""
    left = count.left or 0
    said = f", {left:,} to come"
    if left and count.issues:
        said += f" in about {counted(ceil(left * count.requests / count.issues), 'request')}"
    if left and seconds_left:
        said += f", {left / seconds_left:,.0f} a second, about {_duration(seconds_left)}"
    return said


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < MINUTE else f"{seconds / MINUTE:.0f} min"


@dataclass(slots=True)
class _Bars:
    """A bar for each site."""

    bars: Progress
    _tasks: dict[str, TaskID] = field(default_factory=dict)
    _pace: _Pace = field(default_factory=_Pace)

    def look(self, sweeps: Sequence[Passage], unread: Mapping[str, int], paused: Mapping[str, float]) -> None:
        for site, (sweep, said) in _by_site(sweeps, unread, paused, self._pace).items():
            if site not in self._tasks:
                self._tasks[site] = self.bars.add_task(escape(site), total=None, said="")
            left = None if sweep is None else sweep.count.left
            done = 1 if sweep is None else sweep.count.issues
            total = None if sweep is not None and left is None else done + (left or 0)
            self.bars.update(self._tasks[site], completed=done, total=total, said=escape(said))


@dataclass(slots=True)
class _Log:
    """A line for each site, from time to time."""

    stream: TextIO
    _said: dict[str, str] = field(default_factory=dict)
    _at: float = 0.0
    _pace: _Pace = field(default_factory=_Pace)

    def look(self, sweeps: Sequence[Passage], unread: Mapping[str, int], paused: Mapping[str, float]) -> None:
        found = _by_site(sweeps, unread, paused, self._pace)
        if time.monotonic() - self._at < LOG_SECONDS:
            return
        self._at = time.monotonic()
        for site, (_, said) in found.items():
            if self._said.get(site) != said:
                self._said[site] = said
                self.stream.write(f"{site}: {said}\n")
        self.stream.flush()


def _by_site(
    sweeps: Sequence[Passage], unread: Mapping[str, int], paused: Mapping[str, float], pace: _Pace
) -> dict[str, tuple[Passage | None, str]]:
    now = time.time()
    first = {sweep.site: sweep for sweep in reversed(sweeps)}
    found: dict[str, tuple[Passage | None, str]] = {}
    for site in unread:
        sweep = first.get(site)
        until = max(paused.get(site, 0.0), sweep.paused_until if sweep is not None else 0.0)
        seconds = None if sweep is None else pace.seconds_left(sweep, now)
        found[site] = sweep, told(sweep, unread[site], until if until > now else 0.0, seconds)
    return found
