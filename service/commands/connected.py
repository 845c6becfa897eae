"""An audit of the connected trackers, as ``detour audit`` makes it without saved files."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from service.audit_progress import audit_progress
from service.auditor import Auditor
from service.collector import collecting_often
from service.logs import silence
from service.pipeline.audits import Auditing, Order
from service.pipeline.decisions import Decisions
from service.settings import load
from service.settings.rule_words import nearest
from service.wiring import ready_store, sites_of

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from service.audit import Audit
    from service.settings import Settings

NO_SOURCE = (
    "say which issues to read: --config FILE with [[github]] or [[jira]] reads those trackers, "
    "--from FILE takes saved issues and needs no credentials"
)
GOES_ON = "what was read is kept, and the same command goes on from here"


def add_reading(parser: argparse.ArgumentParser) -> None:
    """The options that say how much of the connected trackers is read."""
    parser.add_argument("--full", action="store_true", help="read every open issue, and not only what has moved")
    parser.add_argument(
        "--since", type=_day, metavar="DATE", help="read what has moved since then, 2026-11-20; default: the last sweep"
    )
    parser.add_argument(
        "--now", action="store_true", help="report without waiting for comments and remote links that are still unread"
    )


def _day(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it like 2026-11-20") from None


def audited_there(options: argparse.Namespace) -> Audit:
    """Reads the trackers of the configuration and audits them.

    Raises ``SettingsError``, ``StoreError``, ``SQLAlchemyError``, and ``ValueError`` for what cannot be audited.
    """
    settings = load(options.config, os.environ)
    order = _order(options, settings)
    silence()
    with ready_store(settings) as engine:
        try:
            return asyncio.run(_audited(options, settings, engine, order))
        except KeyboardInterrupt:
            raise KeyboardInterrupt(GOES_ON) from None


async def _audited(options: argparse.Namespace, settings: Settings, engine: Engine, order: Order) -> Audit:
    sites = sites_of(settings)
    auditing = Auditing(engine, Decisions(settings), sites)
    try:
        with audit_progress(sys.stderr) as onlooker, collecting_often():
            audit = await Auditor(auditing, sites, onlooker, whole=not options.now).read(order)
        return await asyncio.to_thread(auditing.conclude, audit, time.time())
    finally:
        for site in sites.by_name.values():
            await site.close()


def _order(options: argparse.Namespace, settings: Settings) -> Order:
    if not settings.sites:
        raise ValueError(NO_SOURCE)
    for name in options.site:
        if name not in settings.sites:
            meant = nearest(name, settings.sites)
            raise ValueError(
                f"--site {name} is not connected; {f'did you mean {meant}?' if meant else 'there is none'}"
            )
    names = tuple(sorted(options.site or settings.sites))
    since = None if options.since is None else options.since.timestamp()
    return Order(sites=names, asked_by="command", since=since, full=options.full)
