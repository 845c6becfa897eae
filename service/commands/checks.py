"""``detour checks``: what the checks on pull requests say, or would say, and why one is not written."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from service.commands.saved import add_config
from service.commands.stored import with_store
from service.exits import CLEAN
from service.printable import printable
from service.store.connection import reading
from service.store.pull_checks import CheckState, listed

if TYPE_CHECKING:
    import argparse

    from sqlalchemy import Engine

    from service.store.pull_checks import ListedCheck

LISTED = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many, and how they are printed."""
    add_config(parser)
    parser.add_argument("--limit", type=int, default=LISTED, metavar="N", help=f"the last N; default: {LISTED}")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="default: table")


def run(options: argparse.Namespace) -> int:
    """Prints the checks of the configured store, the newest first; none for pull requests that name no issue."""
    return with_store(options, lambda engine, _settings: _print(options, engine))


def _print(options: argparse.Namespace, engine: Engine) -> int:
    with reading(engine) as connection:
        checks = [one for one in listed(connection, max(1, options.limit)) if one.check.conclusion]
    if options.format == "json":
        sys.stdout.write(json.dumps({"checks": list(map(_document, checks))}, indent=2) + "\n")
    else:
        sys.stdout.write("".join(f"{printable(_line(one))}\n" for one in checks))
    return CLEAN


def _line(one: ListedCheck) -> str:
    says = "says" if one.check.state is CheckState.SAID else "would say"
    note = f"  ({one.check.note})" if one.check.note else ""
    return f"{one.site}  {one.ref}  {one.check.conclusion}  {says}: {one.check.title}{note}"


def _document(one: ListedCheck) -> dict[str, object]:
    check = one.check
    return {
        "site": one.site,
        "pull_request": one.ref,
        "commit": check.head,
        "conclusion": check.conclusion,
        "title": check.title,
        "written": check.state is CheckState.SAID,
        "note": check.note,
        "at": check.at,
    }
