"""``detour what-if``: the odds of every plan that waits on an issue, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.odds.outlook import Outlook
from rules.odds.what_if import what_if
from service.commands.saved import add_saved
from service.commands.whole import issue_named, with_everything
from service.reports.prospects import render

if TYPE_CHECKING:
    import argparse

    from service.audit import Audit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The issue, and where to read it: saved files, or the store of a running service."""
    parser.add_argument("ref", metavar="ISSUE", help="the issue that others wait on: PAY-311 or acme/api#7")
    add_saved(parser)


def run(options: argparse.Namespace) -> int:
    """Prints the odds as they are and as they would be."""
    return with_everything(options, lambda audit: _told(audit, options.ref))


def _told(audit: Audit, text: str) -> str:
    issue, outlook = issue_named(audit, text), audit.graph.derived(Outlook)
    return render(outlook, issue, what_if(outlook, issue))
