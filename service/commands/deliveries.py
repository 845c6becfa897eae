"""``detour deliveries``: what webhooks brought, and what became of it."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from service.commands.saved import add_config
from service.exits import CLEAN, refuse
from service.printable import printable
from service.settings import SettingsError, load
from service.store.connection import StoreError, reason
from service.store.deliveries import Deliveries, DeliveryState
from service.wiring import ready_store

if TYPE_CHECKING:
    import argparse

    from service.store.deliveries import StoredDelivery

LISTED = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which deliveries."""
    add_config(parser)
    parser.add_argument("--dead", action="store_true", help="only those that failed, with the reason")
    parser.add_argument("--limit", type=int, default=LISTED, metavar="N", help=f"default: {LISTED}")


def run(options: argparse.Namespace) -> int:
    """Lists the newest deliveries, a line each, and how many there are of each state."""
    try:
        deliveries = Deliveries(ready_store(load(options.config, os.environ)))
        found = deliveries.latest(max(1, options.limit), DeliveryState.FAILED if options.dead else None)
        counts = deliveries.counts()
    except (SettingsError, StoreError) as error:
        return refuse(str(error))
    except SQLAlchemyError as error:
        return refuse(f"the store cannot be asked: {reason(error)}")
    sys.stdout.write("".join(f"{printable(_line(one))}\n" for one in found))
    sys.stdout.write(", ".join(f"{count} {state.value}" for state, count in counts.items()) + "\n")
    return CLEAN


def _line(one: StoredDelivery) -> str:
    moment = datetime.fromtimestamp(one.received, UTC)
    return (
        f"{one.id:>8}  {moment:%Y-%m-%d %H:%M:%S}  {one.state.value:<6}  {one.site}  {one.event}  {one.vendor_id}  "
        f"{one.size} bytes  {one.note}"
    ).rstrip()
