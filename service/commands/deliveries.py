"""``detour deliveries``: what webhooks brought, and what became of it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from service.commands.saved import add_config
from service.commands.stored import with_deliveries
from service.exits import CLEAN
from service.printable import printable
from service.store.deliveries import DeliveryState

if TYPE_CHECKING:
    import argparse

    from service.store.deliveries import Deliveries, StoredDelivery

LISTED = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which deliveries."""
    add_config(parser)
    parser.add_argument("--dead", action="store_true", help="only those that failed, with the reason")
    parser.add_argument("--limit", type=int, default=LISTED, metavar="N", help=f"default: {LISTED}")


def run(options: argparse.Namespace) -> int:
    """Lists the newest deliveries, a line each, and how many there are of each state."""
    state = DeliveryState.DEAD if options.dead else None
    return with_deliveries(options, lambda deliveries: _list(deliveries, max(1, options.limit), state))


def _list(deliveries: Deliveries, limit: int, state: DeliveryState | None) -> int:
    sys.stdout.write("".join(f"{printable(_line(one))}\n" for one in deliveries.latest(limit, state)))
    sys.stdout.write(", ".join(f"{count} {state.value}" for state, count in deliveries.counts().items()) + "\n")
    return CLEAN


def _line(one: StoredDelivery) -> str:
    moment = datetime.fromtimestamp(one.received, UTC)
    return (
        f"{one.id:>8}  {moment:%Y-%m-%d %H:%M:%S}  {one.state.value:<6}  {one.site}  {one.event}  {one.vendor_id}  "
        f"{one.size} bytes  {one.note}"
    ).rstrip()
