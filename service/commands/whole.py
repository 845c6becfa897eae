"""What the commands on the odds of plans share: everything that is known, from saved files or from the store."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from connectors.saved import SavedFileError
from service.commands.saved import audited
from service.commands.stored import with_store
from service.exits import CLEAN, refuse
from service.pipeline.decisions import Decisions
from service.printable import printable
from service.settings import SettingsError
from service.stored import all_kept
from service.why import find, unknown

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from sqlalchemy import Engine

    from service.audit import Audit
    from service.settings import Settings


def with_everything(options: argparse.Namespace, tell: Callable[[Audit], str]) -> int:
    """Prints what is to be told of all issues. What cannot be told is a ``ValueError`` with the reason."""
    if options.saved:
        return _told(options, tell)
    return with_store(options, lambda engine, settings: _kept(engine, settings, tell))


def issue_named(audit: Audit, text: str) -> int:
    """The row of the one issue that is written like this. Raises ``ValueError``."""
    refs = find(audit, text)
    if not refs:
        raise ValueError(unknown(audit, text))
    if len(refs) > 1:
        places = " or ".join(f"'{ref.site} {ref}'" for ref in refs)
        raise ValueError(f"{printable(text)} is an issue on several sites: say {printable(places)}")
    row = audit.assembled.register.find(refs[0])
    if row is None:
        raise ValueError(unknown(audit, text))
    return row


def _told(options: argparse.Namespace, tell: Callable[[Audit], str]) -> int:
    try:
        return _print(tell(audited(options)))
    except (SettingsError, SavedFileError, ValueError) as error:
        return refuse(str(error))


def _kept(engine: Engine, settings: Settings, tell: Callable[[Audit], str]) -> int:
    try:
        return _print(tell(all_kept(engine, Decisions(settings), datetime.now(UTC))))
    except ValueError as error:
        return refuse(str(error))


def _print(text: str) -> int:
    sys.stdout.write("".join(f"{printable(line)}\n" for line in text.splitlines()))
    return CLEAN
