"""``detour serve``: receives webhooks, keeps them, and does what follows from them."""

from __future__ import annotations

import faulthandler
import os
import sys
from typing import TYPE_CHECKING

import uvicorn

from service.access.admitted import admitted
from service.app import Pipeline, make_app
from service.commands.saved import add_config
from service.exits import CLEAN, refuse
from service.logs import configure
from service.pipeline.decisions import Decisions
from service.printable import printable
from service.serving import ANSWERING, take_short_turns
from service.settings import SettingsError, load
from service.store.connection import StoreError
from service.tracing import TracingError, start_tracing
from service.wiring import ready_store, receiving, sites_of

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from sqlalchemy import Engine

    from service.pipeline.site import Sites
    from service.settings import Settings
    from service.setup.assistant import Assistant


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The configuration says everything."""
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Upgrades the store and serves until the process is told to stop."""
    try:
        settings = load(options.config, os.environ)
        sites = sites_of(settings)
        with ready_store(settings) as engine:
            _serve(settings, sites, engine, assistant_of(settings, options.config))
    except (SettingsError, StoreError, TracingError) as error:
        return refuse(str(error))
    return CLEAN


def assistant_of(settings: Settings, config: Path | None) -> Assistant | None:
    """What sets up, while nothing is connected."""
    if settings.sites:
        return None
    from service.setup.assistant import USUAL, Assistant  # noqa: PLC0415  # who is set up does not wait for it

    return Assistant(config or USUAL, os.environ)


def _serve(settings: Settings, sites: Sites, engine: Engine, assistant: Assistant | None) -> None:
    connectors = receiving(settings, sites)
    host, port = settings.server.host, settings.server.port
    tokens = {f"jira/{site.name}" for site in settings.jira if site.path_token is not None}
    for site in connectors:
        behind = ", or /TOKEN behind it for the path_token of one that cannot sign" if site in tokens else ""
        sys.stdout.write(f"webhooks of {site}: http://{host}:{port}/webhooks/{site}{behind}\n")
    sys.stdout.write("" if connectors else "no site has webhook_secrets: nothing can be received yet\n")
    sys.stdout.write(f"{printable(admitted(settings))}\n")
    if assistant is not None:
        sys.stdout.write(f"nothing is connected yet: http://{host}:{port}/setup does it, on this machine\n")
    sys.stdout.flush()
    faulthandler.enable()  # a crash below Python ends the process without a word otherwise
    take_short_turns()
    configure()
    start_tracing(os.environ)
    uvicorn.run(
        make_app(engine, connectors, Pipeline(sites, Decisions(settings)), assistant),
        host=host,
        port=port,
        server_header=False,
        **ANSWERING,
    )
