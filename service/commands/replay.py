"""``detour replay``: looks at deliveries again, as if they had just come."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from service.commands.saved import add_config
from service.commands.stored import with_deliveries
from service.exits import CLEAN, refuse

if TYPE_CHECKING:
    import argparse

    from service.store.deliveries import Deliveries


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which deliveries."""
    add_config(parser)
    parser.add_argument("ids", nargs="*", type=int, metavar="ID", help="as 'detour deliveries' lists them")
    parser.add_argument("--dead", action="store_true", help="every one that failed")


def run(options: argparse.Namespace) -> int:
    """Makes the chosen deliveries new again."""
    if bool(options.ids) == options.dead:
        return refuse("say which: the ids that 'detour deliveries' lists, or --dead for every one that failed")
    ids = None if options.dead else frozenset(options.ids)
    return with_deliveries(options, lambda deliveries: _replay(deliveries, ids))


def _replay(deliveries: Deliveries, ids: frozenset[int] | None) -> int:
    count = deliveries.replay(None if ids is None else sorted(ids))
    sys.stdout.write(f"{count} to be looked at again\n")
    return CLEAN if ids is None or count == len(ids) else refuse("the other ids are not in the store")
