"""``detour fire-drill``: some blockers are late, and which plans ship all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.odds.drills import drawn, fire_drill
from rules.odds.outlook import Outlook
from service.commands.saved import add_saved
from service.commands.whole import issue_named, with_everything
from service.reports.drill import Lot, render

if TYPE_CHECKING:
    import argparse

    from service.audit import Audit

DRAWN = 3
"""Blockers that are late where nobody says how many."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which blockers are late, and where to read the issues: saved files, or the store of a running service."""
    parser.add_argument(
        "--blockers",
        nargs="+",
        default=[str(DRAWN)],
        metavar="N|REF",
        help=f"how many are drawn by lot, or the issues themselves: PAY-311 acme/api#7; default: {DRAWN}",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number draws others; default: 1")
    add_saved(parser)


def run(options: argparse.Namespace) -> int:
    """Prints which plans ship, and why the others do not."""
    return with_everything(options, lambda audit: _told(audit, options.blockers, options.seed))


def _told(audit: Audit, blockers: list[str], seed: int) -> str:
    outlook = audit.graph.derived(Outlook)
    if len(blockers) == 1 and blockers[0].isdecimal():
        if seed < 0:
            raise ValueError("--seed is a number from 0 on")
        late = drawn(outlook, int(blockers[0]), seed)
        return render(outlook, fire_drill(outlook, set(late)), Lot(int(blockers[0]), seed))
    late = [issue_named(audit, text) for text in blockers]
    return render(outlook, fire_drill(outlook, set(late)))
