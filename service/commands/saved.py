"""What the commands that read saved issues share: their options, and the audit that these ask for."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from service.audit import Audit, audit
from service.progress import progress
from service.saved import SavedIssues
from service.settings import load

if TYPE_CHECKING:
    from datetime import date


def named_file(text: str) -> Path:
    """The file that an option names. An empty name, most likely an unset variable, would be the folder one is in."""
    if not text:
        raise argparse.ArgumentTypeError("the name of the file is empty")
    return Path(text)


def add_config(parser: argparse.ArgumentParser) -> None:
    """The option that every command has."""
    parser.add_argument("--config", type=named_file, metavar="FILE", help="the configuration, TOML")


def add_saved(parser: argparse.ArgumentParser) -> None:
    """The options that name saved issues, and how far they are trusted."""
    add_config(parser)
    parser.add_argument(
        "--from",
        dest="saved",
        action="append",
        type=named_file,
        default=[],
        metavar="FILE",
        help="saved issues: a file or folder of JSON, lines of it, or CSV, gzipped too; may be repeated",
    )
    parser.add_argument("--site", action="append", default=[], metavar="NAME", help="only this site; may be repeated")
    parser.add_argument(
        "--trust-comments",
        action="store_true",
        help="count what comments say: in saved files nobody can ask whether their authors may",
    )


def today() -> date:
    """The day by which saved issues are judged."""
    return datetime.now(UTC).date()


def audited(options: argparse.Namespace, known: frozenset[str] = frozenset()) -> Audit:
    """The audit of the saved issues that the options name. Raises ``SettingsError`` and ``SavedFileError``."""
    settings = load(options.config, os.environ)
    with progress(options.saved, sys.stderr) as advance:
        saved = SavedIssues(settings, options.saved, options.trust_comments, advance)
        found = audit(saved, settings, as_of=today(), sites=tuple(options.site), known=known)
    unknown = sorted(set(options.site) - set(found.sites))
    if unknown:
        raise ValueError(f"--site {unknown[0]}: the files come from {', '.join(found.sites) or 'no site'}")
    return found
