"""``detour replay``: looks at deliveries again, as if they had just come, and tries work again that was given up."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from service.commands.saved import add_config
from service.commands.stored import with_store
from service.exits import CLEAN, refuse
from service.store import failures
from service.store.deliveries import Deliveries

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from sqlalchemy import Engine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What is to be looked at again."""
    add_config(parser)
    parser.add_argument("ids", nargs="*", type=int, metavar="ID", help="deliveries, as 'detour deliveries' lists them")
    parser.add_argument("--work", nargs="+", type=int, default=[], metavar="ID", help="work, as it is listed there")
    parser.add_argument("--dead", action="store_true", help="everything that was given up, deliveries and work")


def run(options: argparse.Namespace) -> int:
    """Makes the chosen deliveries new, and the chosen work due."""
    if bool(options.ids or options.work) == options.dead:
        return refuse("say which: the ids that 'detour deliveries' lists, or --dead for all that was given up")
    ids = None if options.dead else sorted(set(options.ids))
    work = None if options.dead else sorted(set(options.work))
    return with_store(options, lambda engine, _settings: _replay(engine, ids, work))


def _replay(engine: Engine, ids: Sequence[int] | None, work: Sequence[int] | None) -> int:
    count = Deliveries(engine).replay(ids)
    with engine.begin() as connection:
        tried = failures.replay(connection, work, time.time())
    sys.stdout.write(f"{count} to be looked at again\n" if count or not tried else "")
    sys.stdout.write(f"{tried} to be tried again\n" if tried else "")
    if ids is None or work is None or count + tried == len(ids) + len(work):
        return CLEAN
    return refuse("the other ids are not in the store, or their bodies were taken away")
