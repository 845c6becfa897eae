"""``detour messages``: what programs were told, and what became of it."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from rules.rule import counted
from service.commands.saved import add_config
from service.commands.stored import with_store
from service.exits import CLEAN, refuse
from service.printable import printable
from service.store import notifications
from service.store.connection import reading
from service.store.notifications import NotificationState

if TYPE_CHECKING:
    import argparse

    from sqlalchemy import Engine

    from service.settings import Settings
    from service.store.notifications import Notification

LISTED: Final = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which messages, or whose are to be sent again."""
    add_config(parser)
    parser.add_argument("--dead", action="store_true", help="only those that were given up, with the reason")
    parser.add_argument("--again", metavar="NAME", help="send a webhook's dead messages anew")
    parser.add_argument("--limit", type=int, default=LISTED, metavar="N", help=f"default: {LISTED}")


def run(options: argparse.Namespace) -> int:
    """Lists the newest messages, a line each, and how many there are of each state; or revives what was given up."""
    if options.again is not None:
        return with_store(options, lambda engine, settings: _again(engine, settings, options.again))
    state = NotificationState.DEAD if options.dead else None
    return with_store(options, lambda engine, _settings: _list(engine, max(1, options.limit), state))


def _again(engine: Engine, settings: Settings, name: str) -> int:
    known = [one.name for one in settings.webhooks]
    if name not in known:
        return refuse(f"no webhook is called {printable(name)}; there are {', '.join(known) or 'none'}")
    with engine.begin() as connection:
        count = notifications.revive(connection, name, time.time())
    sys.stdout.write(f"{counted(count, 'message')} to {name} {'is' if count == 1 else 'are'} sent anew\n")
    return CLEAN


def _list(engine: Engine, limit: int, state: NotificationState | None) -> int:
    with reading(engine) as connection:
        listed, counts = notifications.latest(connection, limit, state), notifications.count_by_state(connection)
    sys.stdout.write("".join(f"{printable(_line(one))}\n" for one in listed))
    told = (f"{receiver}: {count} {word}" for (receiver, word), count in sorted(counts.items()))
    sys.stdout.write(f"{', '.join(told) or 'nothing was told to any program'}\n")
    return CLEAN


def _line(one: Notification) -> str:
    made = datetime.fromtimestamp(one.made, UTC)
    tried = f"tried {one.attempts} times  " if one.attempts > 1 else ""
    return f"{made:%Y-%m-%d %H:%M:%S}  {one.state.value:<7}  {one.receiver}  {one.event}  {tried}{one.note}".rstrip()
