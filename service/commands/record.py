"""``detour record``: how often Detour spoke, and what came of it."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from service.commands.saved import add_config
from service.commands.stored import with_store
from service.exits import CLEAN
from service.pipeline.decisions import Decisions
from service.record import record_kept
from service.reports.record import document, lines

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from service.settings import Settings

DAYS = 30
LONGEST = 36_500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of which days, and how it is printed."""
    add_config(parser)
    parser.add_argument("--days", type=_days, default=DAYS, metavar="N", help=f"of the last N days; default: {DAYS}")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="default: table")


def _days(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) <= LONGEST:
        raise argparse.ArgumentTypeError(f"should be a number of days, from 1 to {LONGEST}")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Prints the record, from the store of a running service."""
    return with_store(options, lambda engine, settings: _print(options, engine, settings))


def _print(options: argparse.Namespace, engine: Engine, settings: Settings) -> int:
    record = record_kept(engine, Decisions(settings), datetime.now(UTC), options.days)
    if options.format == "json":
        sys.stdout.write(json.dumps({"record": document(record)}, indent=2) + "\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in lines(record)))
    return CLEAN
