"""``detour deliveries``: what webhooks brought, what became of it, and on which issues the work keeps failing."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from service.commands.saved import add_config
from service.commands.stored import with_store
from service.exits import CLEAN
from service.printable import printable
from service.store import failures
from service.store.connection import reading
from service.store.deliveries import Deliveries, DeliveryState

if TYPE_CHECKING:
    import argparse

    from sqlalchemy import Engine

    from service.store.deliveries import StoredDelivery
    from service.store.failures import Failure

LISTED = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which deliveries."""
    add_config(parser)
    parser.add_argument("--dead", action="store_true", help="only what was given up, with the reason")
    parser.add_argument("--limit", type=int, default=LISTED, metavar="N", help=f"default: {LISTED}")


def run(options: argparse.Namespace) -> int:
    """Lists the newest deliveries and what fails, a line each, and how many there are of each state."""
    return with_store(options, lambda engine, _settings: _list(engine, max(1, options.limit), dead=options.dead))


def _list(engine: Engine, limit: int, *, dead: bool) -> int:
    deliveries = Deliveries(engine)
    with reading(engine) as connection:
        failing, counted = failures.listed(connection, limit, dead=dead), failures.counts(connection)
    lines = map(_line, deliveries.latest(limit, DeliveryState.DEAD if dead else None))
    sys.stdout.write("".join(f"{printable(line)}\n" for line in (*lines, *map(_failing, failing))))
    sys.stdout.write(", ".join(f"{count} {state.value}" for state, count in deliveries.counts().items()) + "\n")
    if counted:
        given_up = sum(count for (_, _, is_dead), count in counted.items() if is_dead)
        sys.stdout.write(f"work that fails: {sum(counted.values())}, of which {given_up} given up\n")
    return CLEAN


def _line(one: StoredDelivery) -> str:
    moment = datetime.fromtimestamp(one.received, UTC)
    return (
        f"{one.id:>8}  {moment:%Y-%m-%d %H:%M:%S}  {one.state.value:<6}  {one.site}  {one.event}  {one.vendor_id}  "
        f"{one.size} bytes  {one.note}"
    ).rstrip()


def _failing(one: Failure) -> str:
    moment = datetime.fromtimestamp(one.last, UTC)
    state = "dead" if one.dead else "fails"
    return (
        f"work {one.id:>3}  {moment:%Y-%m-%d %H:%M:%S}  {state:<6}  {one.site}  {one.lane.value}  {one.ref}  "
        f"tried {one.tries} times  {one.reason}"
    )
