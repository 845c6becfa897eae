"""``detour demo``: audits a small invented organisation, and shows what Detour would say in it."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from service.audit import audit
from service.commands.saved import add_config
from service.exits import CLEAN
from service.reports import table
from service.saved import SavedIssues
from service.settings import load
from service.speech.comments import comments_for
from service.speech.markdown import render as render_markdown

if TYPE_CHECKING:
    import argparse

DAY = date(2026, 11, 23)
"""The day on which the invented organisation is looked at; a demonstration must not age."""
SHOWN = 3
WIDTH = 120
NEXT = """\
Try it on your own issues, read-only and without credentials:
  detour audit --from YOUR-EXPORT.json             what waits without a plan B
  detour audit --from YOUR-EXPORT.json --comments  what Detour would say
  detour why REF --from YOUR-EXPORT.json           the evidence for one issue
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The demonstration ends by itself; ``--once`` says so for scripts."""
    add_config(parser)
    parser.add_argument("--once", action="store_true", help="audit once and end")


def run(_options: argparse.Namespace) -> int:
    """Prints the audit, the first comments, and what to do next."""
    with as_file(files("service.demonstration")) as folder:
        settings = load(folder / "detour.toml", {})
        saved = SavedIssues(settings, [folder / "jira.json", folder / "github.json"])
        found = audit(saved, settings, as_of=DAY)
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = shutil.get_terminal_size((WIDTH, 40)).columns
    sys.stdout.write("An invented organisation, as its trackers show it:\n")
    sys.stdout.write(table.render(found, width=width, color=color))
    comments = list(comments_for(found.graph, found.findings, found.assembled))
    sys.stdout.write(f"\nDetour would comment on {len(comments)} issues. The first {SHOWN}:\n")
    for issue, comment in comments[:SHOWN]:
        sys.stdout.write(f"\n--- on {issue.ref} ---\n{render_markdown(comment)}\n")
    sys.stdout.write(f"\n{NEXT}")
    return CLEAN
