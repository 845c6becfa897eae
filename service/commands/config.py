"""``detour config``: a configuration to begin with, and the schema by which editors help with writing it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from service.commands.saved import named_file
from service.exits import CLEAN, refuse
from service.printable import printable
from service.settings.json_schema import json_schema
from service.settings.template import template

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    init = verbs.add_parser("init", help="write a configuration in which every key is explained and commented out")
    init.add_argument("file", nargs="?", type=named_file, default=Path("detour.toml"), metavar="FILE")
    verbs.add_parser("schema", help="print the JSON Schema of configurations, for editors")


def run(options: argparse.Namespace) -> int:
    """Does it."""
    if options.verb == "schema":
        sys.stdout.write(json.dumps(json_schema(), indent=2) + "\n")
        return CLEAN
    return _begin(options.file)


def _begin(file: Path) -> int:
    """Never writes over a file: it may be the configuration in use."""
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(template(file.name))
    except FileExistsError:
        return refuse(f"{file} is there already; name another file: detour config init FILE")
    except OSError as error:
        return refuse(f"{file}: cannot be written: {error.strerror}")
    sys.stdout.write(f"{printable(str(file))} is written: connect a tracker in it, then\n")
    sys.stdout.write(f"detour check-config --config {printable(str(file))}\n")
    return CLEAN
