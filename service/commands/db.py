"""``detour db``: looks after the store: brings it up to date, checks, copies and backs it up."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from rules.rule import counted
from service.commands.saved import add_config
from service.exits import CLEAN, FOUND, refuse
from service.settings import SettingsError, load
from service.store import wakes
from service.store.connection import (
    StoreError,
    exists,
    is_current,
    is_newer,
    open_store,
    reading,
    reason,
    revision,
    upgrade,
)
from service.store.copying import Copied, back_up, copy
from service.store.kept_settings import note_restored

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine

NO_STORE: Final = "there is no store there: 'detour serve' or 'detour db upgrade' makes one"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb, purpose in (
        ("upgrade", "make the store, or bring its schema up to this Detour's"),
        ("restored", "tell a store that it was restored from a backup: it looks what stands before it speaks"),
        ("check", "tell whether the store is whole and up to date; status 1 if not"),
    ):
        add_config(verbs.add_parser(verb, help=purpose, description=purpose))
    backup = verbs.add_parser("backup", help="copy a SQLite store into a file while it is in use")
    add_config(backup)
    backup.add_argument("file", type=Path, metavar="FILE")
    copying = verbs.add_parser("copy", help="copy a store into an empty one, as from SQLite to PostgreSQL")
    copying.add_argument("source", metavar="FROM", help="sqlite:///detour.db")
    copying.add_argument("target", metavar="TO", help="postgresql://user@host/detour")


def run(options: argparse.Namespace) -> int:
    """Does it, and says what was done."""
    try:
        if options.verb == "copy":
            return _copy(options)
        url = load(options.config, os.environ).store.url.get_secret_value()
        return _with(url, lambda engine: VERBS[options.verb](engine, options))
    except (SettingsError, StoreError, OSError) as error:
        return refuse(str(error))
    except SQLAlchemyError as error:
        return refuse(f"the store cannot be asked: {reason(error)}")


def _with(url: str, act: Callable[[Engine], int]) -> int:
    engine = open_store(url)
    try:
        return act(engine)
    finally:
        engine.dispose()


def _upgrade(engine: Engine, _options: argparse.Namespace) -> int:
    before = _revision(engine) if exists(engine) else ""
    upgrade(engine)
    after = _revision(engine)
    told = f"the schema is {after} already" if before == after else f"from schema {before or 'none'} to {after}"
    sys.stdout.write(f"{told}\n")
    return CLEAN


def _check(engine: Engine, _options: argparse.Namespace) -> int:
    if not exists(engine):
        return refuse(NO_STORE)
    with reading(engine) as connection:
        schema = revision(connection)
        problems = list(_damage(connection))
        if is_newer(connection):
            problems.append(f"the schema {schema} is a newer Detour's: install that one")
        elif not is_current(connection):
            problems.append(f"the schema {schema or 'none'} is an older Detour's: 'detour db upgrade' renews it")
        else:
            lost = ", ".join(wakes.missing(connection))
            problems += (
                [f"{lost}: not there, of procrastinate's schema {wakes.SCHEMA}; restore a backup"] if lost else []
            )
    whole = f"the store is whole, its schema is {schema}{_beside(engine)}"
    sys.stdout.write("".join(f"{line}\n" for line in problems or [whole]))
    return FOUND if problems else CLEAN


def _beside(engine: Engine) -> str:
    """What else than our own tables is in it."""
    return f", with procrastinate's {wakes.SCHEMA}" if engine.dialect.name == "postgresql" else ""


def _back_up(engine: Engine, options: argparse.Namespace) -> int:
    if not exists(engine):
        return refuse(NO_STORE)
    size = back_up(engine, options.file)
    sys.stdout.write(f"{options.file}: {size:,} bytes\n")
    return CLEAN


def _copy(options: argparse.Namespace) -> int:
    source, target = open_store(options.source), open_store(options.target)
    try:
        if not exists(source):
            return refuse(f"FROM: {NO_STORE}")
        rows = copy(source, target, _show)
    finally:
        source.dispose()
        target.dispose()
    sys.stdout.write(f"{counted(rows, 'row')} {'was' if rows == 1 else 'were'} copied\n")
    return CLEAN


def _show(copied: Copied) -> None:
    """On a terminal one line that grows; in a log nothing but the tables' ends."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{copied.table}: {copied.rows:,} of {copied.of:,}")
        sys.stderr.write("\n" if copied.rows == copied.of else "")
    elif copied.rows == copied.of:
        sys.stderr.write(f"{copied.table}: {copied.rows:,}\n")
    sys.stderr.flush()


def _revision(engine: Engine) -> str:
    with reading(engine) as connection:
        return revision(connection)


def _damage(connection: Connection) -> Iterator[str]:
    """What the file itself has suffered, as https://www.sqlite.org/pragma.html#pragma_quick_check tells."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("PRAGMA quick_check(5)")).scalars()
        yield from (f"the file is damaged: {line}" for line in found if line != "ok")


def _restored(engine: Engine, _options: argparse.Namespace) -> int:
    if not exists(engine):
        return refuse(NO_STORE)
    upgrade(engine)
    with engine.begin() as connection:
        note_restored(connection, time.time())
    sys.stdout.write("before it speaks it looks what it has said; next, before it is started: detour audit --full\n")
    return CLEAN


VERBS: Final[dict[str, Callable[[Engine, argparse.Namespace], int]]] = {
    "upgrade": _upgrade,
    "check": _check,
    "backup": _back_up,
    "restored": _restored,
}
