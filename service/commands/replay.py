"""``detour replay``: looks at deliveries again, as if they had just come."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from service.commands.saved import add_config
from service.exits import CLEAN, refuse
from service.settings import SettingsError, load
from service.store.connection import StoreError, reason
from service.store.deliveries import Deliveries
from service.wiring import ready_store

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which deliveries."""
    add_config(parser)
    parser.add_argument("ids", nargs="*", type=int, metavar="ID", help="as 'detour deliveries' lists them")
    parser.add_argument("--dead", action="store_true", help="every one that failed")


def run(options: argparse.Namespace) -> int:
    """Makes the chosen deliveries new again."""
    if bool(options.ids) == options.dead:
        return refuse("say which: the ids that 'detour deliveries' lists, or --dead for every one that failed")
    try:
        deliveries = Deliveries(ready_store(load(options.config, os.environ)))
        count = deliveries.replay(None if options.dead else options.ids)
    except (SettingsError, StoreError) as error:
        return refuse(str(error))
    except SQLAlchemyError as error:
        return refuse(f"the store cannot be asked: {reason(error)}")
    sys.stdout.write(f"{count} to be looked at again\n")
    return CLEAN if options.dead or count == len(set(options.ids)) else refuse("the other ids are not in the store")
