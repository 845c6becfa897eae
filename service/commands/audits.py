"""``detour audits``: the audits that were made, by the schedule and by command, and what came of each."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from service.commands.saved import add_config
from service.commands.stored import with_store
from service.exits import CLEAN
from service.reports.history import document, lines
from service.store.audits import latest
from service.store.connection import reading

if TYPE_CHECKING:
    from sqlalchemy import Engine

LISTED = 20
MOST = 100_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many, and how they are printed."""
    add_config(parser)
    parser.add_argument("--limit", type=_count, default=LISTED, metavar="N", help=f"the last N; default: {LISTED}")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="default: table")


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"should be a number of audits, from 1 to {MOST}")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Prints the audits of the configured store, the newest first."""
    return with_store(options, lambda engine, _settings: _print(options, engine))


def _print(options: argparse.Namespace, engine: Engine) -> int:
    with reading(engine) as connection:
        audits = latest(connection, options.limit)
    if options.format == "json":
        sys.stdout.write(json.dumps({"audits": document(audits)}, indent=2) + "\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in lines(audits)))
    return CLEAN
