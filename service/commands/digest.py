"""``detour digest``: what a team was told last, and what it would be told now. Sends nothing."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING

from service.commands.saved import add_config
from service.commands.stored import with_store
from service.exits import CLEAN, refuse
from service.pipeline.decisions import Decisions
from service.pipeline.tell import Telling
from service.printable import printable
from service.speech.plain import CHAT
from service.store.connection import reading
from service.store.digests import Kept, kept_of

if TYPE_CHECKING:
    import argparse

    from sqlalchemy import Engine

    from service.digest.subscriptions import Subscription
    from service.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose digest."""
    parser.add_argument("team", metavar="TEAM", help="a team's slug: payments")
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Prints it as its readers would see it."""
    return with_store(options, lambda engine, settings: _show(options.team, engine, settings))


def _show(team: str, engine: Engine, settings: Settings) -> int:
    decisions = Decisions(settings)
    one = decisions.subscriptions.get(team)
    if one is None:
        known = ", ".join(decisions.subscriptions) or "no team has"
        return refuse(f"{printable(team)} has neither digest_webhook nor digest_email; with one: {known}")
    now = time.time()
    with reading(engine) as connection:
        kept = kept_of(connection, team)
    made, _ = Telling(engine, decisions, b"").drafted(one, kept or Kept(team, now, now), now)
    said = [
        _status(one, kept, now),
        "",
        CHAT.document(made.document) if made is not None else "There is nothing to tell.",
    ]
    sys.stdout.write("\n".join(map(printable, "\n".join(said).splitlines())) + "\n")
    return CLEAN


def _status(one: Subscription, kept: Kept | None, now: float) -> str:
    """What became of the last one, and when the next is due."""
    due = datetime.fromtimestamp(one.weekly.after(now), one.weekly.zone)
    shown = "" if one.live else ", and only shown, for this is a dry run"
    last = f"of the last one: {kept.note}" if kept is not None and kept.note else "the service has not begun with it"
    return f"Due on {due:%d %b %Y at %H:%M %Z}{shown}; {last}. Now it would say:"
