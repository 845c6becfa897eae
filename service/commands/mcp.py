"""``detour mcp``: answers coding agents over standard input and output, from the API of a running Detour."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from service.agents.interface import Interface
from service.agents.server import server_of
from service.commands.saved import add_config, named_file
from service.exits import CLEAN, refuse
from service.settings import SettingsError, load

if TYPE_CHECKING:
    import argparse

TOKEN: Final = "DETOUR_TOKEN"  # noqa: S105  # its name


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which Detour, and as whom."""
    add_config(parser)
    parser.add_argument("--url", metavar="URL", help="where Detour is; default: as the configuration says")
    parser.add_argument(
        "--token-file",
        type=named_file,
        metavar="FILE",
        help=f"a file with an API token; default: {TOKEN}, if it is set",
    )


def run(options: argparse.Namespace) -> int:
    """Answers until the agent closes our input."""
    try:
        url, token = options.url or _url(options), _token(options)
    except (OSError, SettingsError) as error:
        return refuse(str(error))
    server_of(Interface.at(url, token)).run("stdio")
    return CLEAN


def _url(options: argparse.Namespace) -> str:
    server = load(options.config, os.environ).server
    return server.public_url or f"http://{server.host}:{server.port}"


def _token(options: argparse.Namespace) -> str:
    if options.token_file is None:
        return os.environ.get(TOKEN, "")
    return str(options.token_file.read_text("utf-8")).strip()
