"""``detour why``: the evidence of one issue."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from connectors.saved import SavedFileError
from service.commands.saved import add_saved, audited
from service.commands.stored import with_store
from service.exits import CLEAN, refuse
from service.pipeline.decisions import Decisions
from service.printable import printable
from service.reports import advice
from service.settings import SettingsError
from service.stored import all_kept, look_up, near
from service.why import find, unknown, why

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from sqlalchemy import Engine

    from rules.model import Ref
    from service.audit import Audit
    from service.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The issue, and where to read it: saved files, or the store of a running service."""
    parser.add_argument("ref", metavar="REF", help="the issue: PAY-311 or acme/web#12")
    add_saved(parser)


def run(options: argparse.Namespace) -> int:
    """Prints the evidence of each issue that the words mean: two sites may have one of the same name."""
    return _from_files(options) if options.saved else with_store(options, lambda *store: _from_store(options, *store))


def _from_files(options: argparse.Namespace) -> int:
    try:
        found = audited(options)
    except (SettingsError, SavedFileError, ValueError) as error:
        return refuse(str(error))
    refs = find(found, options.ref)
    if not refs:
        return refuse(unknown(found, options.ref))
    for ref in refs:
        _print((why(found, ref) or "").splitlines())
        _print(_advice(found, ref))
    return CLEAN


def _from_store(options: argparse.Namespace, engine: Engine, settings: Settings) -> int:
    found = look_up(engine, Decisions(settings), options.ref, datetime.now(UTC))
    if not found.kept:
        nearby = near(engine, options.ref)
        hint = f" Near it: {', '.join(map(printable, nearby))}." if nearby else ""
        return refuse(
            f"the store knows no issue {printable(options.ref)}.{hint} --from FILE reads saved issues instead"
        )
    for ref, kept in found.kept.items():
        _print((why(found.audit, ref) or f"{ref}\n\nIt was named, and not read yet.").splitlines())
        _print(["", "What Detour did", *(f"  {line}" for line in kept)])
    if any(_advice(found.audit, ref) for ref in found.kept):
        whole = all_kept(engine, Decisions(settings), datetime.now(UTC))
        for ref in found.kept:
            _print(_advice(whole, ref))
    return CLEAN


def _advice(audit: Audit, ref: Ref) -> list[str]:
    """What is advised on an issue's waits, by how all teams deal with each other as far as the audit knows them."""
    row = audit.assembled.register.find(ref)
    return [] if row is None else list(advice.section(audit.graph, row))


def _print(lines: Iterable[str]) -> None:
    sys.stdout.write("".join(f"{printable(line)}\n" for line in lines))
