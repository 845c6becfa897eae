"""``detour why``: the evidence of one issue."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from typing import TYPE_CHECKING

from connectors.saved import SavedFileError
from service.commands.saved import NO_SOURCE, add_saved, audited
from service.exits import CLEAN, refuse
from service.printable import printable
from service.settings import SettingsError
from service.why import find, why

if TYPE_CHECKING:
    import argparse

    from service.audit import Audit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The issue, and where to read it."""
    parser.add_argument("ref", metavar="REF", help="the issue: PAY-311 or acme/web#12")
    add_saved(parser)


def run(options: argparse.Namespace) -> int:
    """Prints the evidence of each issue that the words mean: two sites may have one of the same name."""
    if not options.saved:
        return refuse(NO_SOURCE)
    try:
        found = audited(options)
    except (SettingsError, SavedFileError, ValueError) as error:
        return refuse(str(error))
    refs = find(found, options.ref)
    if not refs:
        return refuse(_unknown(found, options.ref))
    for ref in refs:
        lines = (why(found, ref) or "").splitlines()
        sys.stdout.write("".join(f"{printable(line)}\n" for line in lines))
    return CLEAN


def _unknown(found: Audit, text: str) -> str:
    known = [entry.ref.text for entry in found.assembled.register.entries]
    near = get_close_matches(text, known, n=3)
    hint = f"; near: {', '.join(near)}" if near else ""
    return f"{printable(text)} is none of the {len(known)} issues that the files hold or name{hint}"
