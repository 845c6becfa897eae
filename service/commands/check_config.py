"""``detour check-config``: what a configuration means, or what is wrong with it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from service.commands.saved import add_config
from service.exits import CLEAN, refuse
from service.printable import printable
from service.settings import SettingsError, check

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file."""
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Prints what was understood."""
    if options.config is None:
        return refuse("say which configuration: detour check-config --config detour.toml")
    try:
        lines = check(options.config, os.environ).splitlines()
    except SettingsError as error:
        return refuse(str(error))
    sys.stdout.write("".join(f"{printable(line)}\n" for line in lines))
    return CLEAN
