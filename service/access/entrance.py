"""Puts an application behind the gate, with the ways in beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.callers import Callers
from service.access.gate import gate_of
from service.access.sign_in import SignIn
from service.access.turned_away import turns_away

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from starlette.applications import Starlette
    from starlette.types import ASGIApp

    from service.settings import Settings


def behind_gate(app: Starlette, engine: Engine, settings: Settings) -> ASGIApp:
    """The application as whoever comes by meets it."""
    callers = Callers(engine, settings)
    app.router.routes[:0] = SignIn(callers).routes()  # before whatever says that there is no such page
    turns_away(app)
    return gate_of(callers, app)
