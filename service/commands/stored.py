"""What the commands that work with the store share: the store opened, and its failures put in words."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from service.exits import refuse
from service.settings import SettingsError, load
from service.store.connection import StoreError, reason
from service.store.deliveries import Deliveries
from service.wiring import ready_store

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from sqlalchemy import Engine

    from service.settings import Settings


def with_store(options: argparse.Namespace, act: Callable[[Engine, Settings], int]) -> int:
    """Does something with the configured store; the exit status, or 2 with the reason."""
    try:
        settings = load(options.config, os.environ)
        with ready_store(settings, must_exist=True) as engine:
            return act(engine, settings)
    except (SettingsError, StoreError) as error:
        return refuse(str(error))
    except SQLAlchemyError as error:
        return refuse(f"the store cannot be asked: {reason(error)}")


def with_deliveries(options: argparse.Namespace, act: Callable[[Deliveries], int]) -> int:
    """Does something with the deliveries of the configured store."""
    return with_store(options, lambda engine, _settings: act(Deliveries(engine)))
