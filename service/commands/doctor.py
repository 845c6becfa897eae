"""``detour doctor``: looks at all that Detour stands on, and says what to do where something is wrong."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from rich.console import Console

from rules.rule import counted
from service.commands.saved import add_config
from service.doctor.examination import examine
from service.doctor.lines import Level
from service.doctor.patient import patient_of
from service.exits import CLEAN, FOUND, refuse
from service.logs import silence
from service.printable import printable
from service.settings import SettingsError, load
from service.store.connection import StoreError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from service.doctor.examination import Examined
    from service.doctor.lines import Check, Line
    from service.settings import Settings

MARGIN: Final = " " * 7


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and how it is told."""
    add_config(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how it is told; default: text")


def run(options: argparse.Namespace) -> int:
    """Tells each line as it is known, in their order; in JSON all at the end."""
    if options.config is None:
        return refuse("say which configuration: detour doctor --config detour.toml")
    try:
        settings = load(options.config, os.environ)
        silence()
        tell = _nothing if options.format == "json" else _tell
        found = asyncio.run(_examined(settings, tell))
    except (SettingsError, StoreError) as error:
        return refuse(str(error))
    counts = Counter(line.level for one in found for line in one.lines)
    if options.format == "json":
        sys.stdout.write(json.dumps(_document(found, counts), indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(f"\n{_summary(counts)}\n")
    return FOUND if counts[Level.WRONG] else CLEAN


async def _examined(settings: Settings, tell: Callable[[Examined], None]) -> list[Examined]:
    found = []
    async with patient_of(settings, time.time) as patient:
        with _progress() as ended:
            async for one in examine(patient, ended):
                tell(one)
                found.append(one)
    return found


@contextmanager
def _progress() -> Iterator[Callable[[Check, int], None]]:
    """On a terminal it is said what is still looked at; elsewhere nothing."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _check, _left: None
        return
    with console.status("looking") as status:
        yield lambda _check, left: status.update(f"looking: {counted(left, 'check')} to come")


def _nothing(_one: Examined) -> None:
    """JSON is one document."""


def _tell(one: Examined) -> None:
    for line in one.lines:
        sys.stdout.write(f"{line.level.value:<5}  {_named(one.check)}: {printable(line.message)}\n")
        if line.fix:
            sys.stdout.write(f"{MARGIN}-> {printable(line.fix)}\n")
    sys.stdout.flush()


def _named(check: Check) -> str:
    kind = check.kind.replace("_", " ")
    return printable(f"{kind} {check.about}".rstrip())


def _summary(counts: Counter[Level]) -> str:
    return f"{counts[Level.OK]} ok, {counted(counts[Level.NOTE], 'note')}, {counts[Level.WRONG]} wrong"


def _document(found: list[Examined], counts: Counter[Level]) -> dict[str, object]:
    lines = [_line(one.check, line) for one in found for line in one.lines]
    return {"counts": {level.value: counts[level] for level in Level}, "checks": lines}


def _line(check: Check, line: Line) -> dict[str, str]:
    told = {"level": line.level.value, "kind": check.kind, "about": check.about}
    return {**told, "message": line.message, "fix": line.fix}
