"""``detour setup``: connects trackers, proposes teams, and takes a first look; at a terminal, or as a page."""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
import webbrowser
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from service.commands.saved import add_config
from service.exits import CLEAN, refuse
from service.logs import silence
from service.pages.setup.application import setup_app
from service.serving import serving
from service.settings import SettingsError
from service.setup.assistant import USUAL, Assistant
from service.setup.conversation import converse
from service.setup.talk import Talk
from service.setup.terminal import RealTerminal

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_TERMINAL: Final = (
    "it asks questions, and nobody can answer here: run it at a terminal, or with --web, or write a configuration with "
    "'detour config init'"
)
GOES_ON: Final = "what was written stays, and the same command goes on from here"
LAST_PORT: Final = 65_535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which configuration, and where it is asked."""
    add_config(parser)
    parser.add_argument("--web", action="store_true", help="as a page on this machine, in the place of questions here")
    parser.add_argument("--port", type=_port, default=0, metavar="N", help="where its page is; default: a free one")


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: write a number from 0 to {LAST_PORT}")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Asks, or serves the page until Ctrl-C."""
    assistant = Assistant(options.config or USUAL, os.environ)
    silence()
    try:
        if options.web:
            return _page(assistant, options.port)
        if not sys.stdin.isatty():
            return refuse(NO_TERMINAL)
        return _asked(assistant, options.port)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(GOES_ON) from None
    except SettingsError as error:
        return refuse(str(error))
    except OSError as error:
        return refuse(f"port {options.port} cannot be used: {error.strerror}; try another one with --port")


def _asked(assistant: Assistant, port: int) -> int:
    @contextmanager
    def served(asked: Assistant) -> Iterator[str]:
        with serving(setup_app(asked), port) as address:
            yield address

    browse = webbrowser.open if _has_display() else _nowhere
    return converse(Talk(RealTerminal(), assistant, served, browse, time.sleep))


def _page(assistant: Assistant, port: int) -> int:
    assistant.settings()
    with serving(setup_app(assistant), port) as address:
        sys.stdout.write(f"Open {address}/setup on this machine. Ctrl-C ends.\n")
        sys.stdout.flush()
        if _has_display():
            webbrowser.open(f"{address}/setup")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return CLEAN
    return CLEAN


def _has_display() -> bool:
    """Elsewhere a browser would open inside the terminal, if at all."""
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _nowhere(_page: str) -> None:
    """Whoever reads the address opens it."""
