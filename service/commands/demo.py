"""``detour demo``: a day of an invented organisation on made-up trackers, with Detour beside them, told live."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from connectors.simulator.github import simulated_github
from connectors.simulator.jira import simulated_jira
from service.commands.saved import add_config
from service.demonstration.organisation import CONFIGURATION, SECRET, Acme
from service.demonstration.play import Play
from service.demonstration.stage import on_stage
from service.demonstration.story import STORY
from service.exits import CLEAN, FOUND, refuse
from service.logs import configure
from service.own_rules.installed import NONE
from service.settings import load
from service.wiring import ready_store

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from connectors.simulator.github import Hub
    from connectors.simulator.jira import Desk
    from service.demonstration.play import Standing
    from service.demonstration.stage import Stage

RUNNING = """
All of them run until Ctrl-C:
  {detour}  Detour's pages: where the plans hang, and why; /metrics tells what it did, in figures
  {github}  the made-up GitHub: its issues, with what people and Detour wrote
  {jira}  the made-up Jira
  .../_simulator on either tracker lets things go wrong, or time pass

  {command} why acme/web#2 --config {config}"""
PAUSE = 1.5
"""Seconds between two scenes for somebody who watches."""
NEXT = """
On your own issues, read-only and without credentials:
  {command} audit --from YOUR-EXPORT.json             what waits without a plan B
  {command} audit --from YOUR-EXPORT.json --comments  what Detour would say
  {command} why REF --from YOUR-EXPORT.json           the evidence for one issue
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It goes on until it is told to stop, or ends with the story."""
    add_config(parser)
    parser.add_argument(
        "--once", action="store_true", help="end after the story: 0 if every comment was the expected one"
    )


def run(options: argparse.Namespace) -> int:
    """Tells the story. What people did and what Detour said is real HTTP between them, on loopback."""
    try:
        with (
            _ends_cleanly(),
            TemporaryDirectory(prefix="detour-demo-") as folder,
            simulated_github() as hub,
            simulated_jira() as desk,
        ):
            return _tell(hub, desk, Path(folder), once=options.once)
    except TimeoutError as error:
        return refuse(str(error))
    except KeyboardInterrupt:
        return CLEAN


@contextmanager
def _ends_cleanly() -> Iterator[None]:
    """Being told to stop ends it as Ctrl-C does: nothing is left behind."""
    before = {one: signal.signal(one, signal.default_int_handler) for one in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _tell(hub: Hub, desk: Desk, folder: Path, *, once: bool) -> int:
    console = Console(highlight=False, soft_wrap=True)
    with _detour(hub, desk, folder) as stage:
        acme = Acme.on(hub, desk)
        stage.settled()
        places = f"a made-up GitHub at {hub.address} and a made-up Jira at {desk.address}"
        console.print(f"Acme's four teams on {places}, and Detour at {stage.address}.")
        play = Play(acme, stage)
        as_expected = _play(play, console, pause=0 if once or not console.is_terminal else PAUSE)
        standing = play.standing()
        _conclude(standing, console)
        if not once:
            addresses = {"github": hub.address, "jira": desk.address, "detour": stage.address}
            console.print(RUNNING.format(**addresses, command=_command(), config=folder / "detour.toml"))
            threading.Event().wait()
    return CLEAN if as_expected and all(one.is_expected for one in standing) else FOUND


@contextmanager
def _detour(hub: Hub, desk: Desk, folder: Path) -> Iterator[Stage]:
    """A Detour in a folder of its own, where its log goes too."""
    path = folder / "detour.toml"
    github = {"github": hub.api_url, "github_token": hub.bot_token}
    jira = {"jira": desk.address, "jira_email": desk.bot_email, "jira_token": desk.bot_token}
    words = {**github, **jira, "secret": SECRET, "store": folder / "detour.db"}
    path.write_text(CONFIGURATION.format(**words), encoding="utf-8")
    settings = load(path, {}, NONE)
    with (folder / "log").open("w", encoding="utf-8") as log:
        configure(log)
        try:
            with ready_store(settings) as engine, on_stage((hub, desk), engine, settings) as stage:
                hub.webhook_to(f"{stage.address}/webhooks/github/acme", SECRET)
                desk.webhook_to(f"{stage.address}/webhooks/jira/acme", SECRET)
                yield stage
        finally:
            configure()


def _play(play: Play, console: Console, *, pause: float) -> bool:
    """Whether after each scene we had said what was expected."""
    as_expected = True
    for number, scene in enumerate(STORY, 1):
        console.print(Text(f"\n{number:>2}  {scene.told}.", style="bold"))
        for one in play.scene(scene):
            said = " | ".join(one.lines) or "no comment"
            console.print(Text(f"    Detour on {one.issue.ref}: ", style="cyan").append(said, style="default"))
            as_expected &= one.is_expected
            if not one.is_expected:
                console.print(Text(f"    expected: {' | '.join(one.expected) or 'no comment'}", style="bold red"))
        time.sleep(pause)
    return as_expected


def _conclude(standing: list[Standing], console: Console) -> None:
    """The final table, and what to do next."""
    table = Table("issue", "what we say there now", "expected", title="\nIn the end", title_justify="left")
    for one in standing:
        issue = Text(one.issue.ref, style="bold").append(f"\n{one.issue.title}", style="not bold dim")
        expected = "yes" if one.is_expected else f"no: {' | '.join(one.expected)}"
        table.add_row(issue, Text("\n".join(one.lines) or "none"), expected)
    console.print(table)
    sys.stdout.write(NEXT.format(command=_command()))


def _command() -> str:
    """How this Detour is called from here."""
    installed = Path(sys.executable).with_name("detour")
    return "detour" if shutil.which("detour") or not installed.exists() else os.path.relpath(installed)
