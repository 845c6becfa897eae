"""``detour audit``: audits issues and reports what was found."""

from __future__ import annotations

import argparse
import os
import shutil
import stat
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from connectors.saved import SavedFileError
from rules.rule import Severity
from service.audit import addresses_of, of_team
from service.commands.connected import add_reading, audited_there
from service.commands.saved import add_saved, audited, named_file
from service.exits import refuse
from service.reports.earlier import earlier
from service.reports.formats import FORMATS, OF_COMMENTS
from service.reports.report import Report, Screen
from service.settings import SettingsError
from service.store.connection import StoreError, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from service.audit import Audit
    from service.reports.earlier import Earlier

NARROWEST = 60
"""Columns that a table needs: on a narrower terminal its lines are wrapped by the terminal, but all there."""
LEVELS = {str(severity): severity for severity in reversed(Severity)}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the public contract."""
    add_saved(parser)
    add_reading(parser)
    parser.add_argument("--team", metavar="SLUG", help="only findings on this team's issues")
    parser.add_argument("--format", choices=FORMATS, default="table", help="default: table")
    parser.add_argument("--output", type=named_file, metavar="FILE", help="write there instead of to the terminal")
    told = f"the same audit in another file, too, in one of {', '.join(FORMATS)}; may be repeated"
    parser.add_argument("--also", type=_another, action="append", default=[], metavar="FORMAT=FILE", help=told)
    parser.add_argument(
        "--fail-on",
        choices=LEVELS,
        default="error",
        metavar="LEVEL",
        help=f"exit with 1 for new findings from this level on: {', '.join(LEVELS)}; default: error",
    )
    parser.add_argument(
        "--baseline", type=named_file, metavar="FILE", help="an earlier audit's JSON: what it found is known"
    )
    parser.add_argument("--comments", action="store_true", help="tell what Detour would say on each issue instead")


def _another(text: str) -> tuple[str, Path]:
    chosen, equals, name = text.partition("=")
    if chosen not in FORMATS or not equals:
        raise argparse.ArgumentTypeError(f"should be one of {', '.join(FORMATS)}, then = and a file")
    return chosen, named_file(name)


def run(options: argparse.Namespace) -> int:
    """Audits and reports."""
    try:
        render = _renderer(options.format, options)
        others = [(_renderer(chosen, options), path) for chosen, path in options.also]
        baseline = _baseline(options.baseline)
        found = _found(options, baseline)
        report = Report(found, LEVELS[options.fail_on], baseline, _screen(options.output))
        _write(render(report), options.output)
        on_file = report if options.output is not None else replace(report, screen=Screen())
        for another, path in others:
            _write(another(on_file), path, "--also")
    except (SettingsError, SavedFileError, StoreError, ValueError) as error:
        return refuse(str(error))
    except SQLAlchemyError as error:
        return refuse(f"the store cannot be asked: {reason(error)}")
    if found.crashes:
        return refuse("; ".join(f"rule {crash.code} {crash.name} crashed: {crash.error}" for crash in found.crashes))
    if failed := "; ".join(f"{one.site} could not be read: {one.failed}" for one in found.extents if one.failed):
        return refuse(failed)
    return report.status


def _found(options: argparse.Namespace, baseline: Earlier | None) -> Audit:
    """The audit of saved files, or else of the connected trackers. A baseline of all teams is narrowed as it is."""
    known = frozenset() if baseline is None else baseline.keys
    found = audited(options, known) if options.saved else replace(audited_there(options), known=known)
    if options.team is None:
        return found
    mine = frozenset() if baseline is None else baseline.known_on(addresses_of(found, options.team))
    return replace(of_team(found, options.team), known=mine)


def _baseline(path: Path | None) -> Earlier | None:
    if path is None:
        return None
    try:
        return earlier(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"--baseline {path}: {getattr(error, 'strerror', None) or error}") from error


def _renderer(chosen: str, options: argparse.Namespace) -> Callable[[Report], Iterator[str]]:
    """Known before anything is read, so that nobody waits for a refusal."""
    if not options.comments:
        return FORMATS[chosen]
    if chosen not in OF_COMMENTS:
        raise ValueError(f"--comments has no place in {chosen}: it is told as {', '.join(OF_COMMENTS)}")
    return OF_COMMENTS[chosen]


def _screen(output: Path | None) -> Screen:
    if output is not None or not sys.stdout.isatty():
        return Screen()
    return Screen(max(shutil.get_terminal_size().columns, NARROWEST), color=not os.environ.get("NO_COLOR"))


def _write(parts: Iterable[str], output: Path | None, option: str = "--output") -> None:
    """Writes a file whole or not at all: a report that was interrupted must not look like one."""
    if output is None:
        sys.stdout.writelines(parts)
        return
    try:
        target = output.resolve()
        if target.exists() and not target.is_file():
            _fill(target, parts)  # a device or a pipe takes what it is given; never replace it
        else:
            _replace(target, parts)
    except OSError as error:
        raise ValueError(f"{option} {output}: {error.strerror or error}") from error


def _replace(target: Path, parts: Iterable[str]) -> None:
    """Puts a new file in the place of a file; who may read that one may read the new one."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        _fill(part, parts)
        if target.exists():
            part.chmod(stat.S_IMODE(target.stat().st_mode))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _fill(file: Path, parts: Iterable[str]) -> None:
    """Writes the parts as they are: a format decides about its line ends itself."""
    with file.open("w", encoding="utf-8", newline="") as lines:
        lines.writelines(parts)
