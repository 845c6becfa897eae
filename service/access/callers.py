"""Finds out who asks. Without any sign-in there is this machine and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from service.access.forms import token_for
from service.access.loopback import comes_from_here, is_local
from service.access.turned_away import TurnedAwayError
from service.access.viewer import Role, Viewer
from service.store.kept_settings import access_key

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from starlette.requests import HTTPConnection

    from service.settings import Settings

MACHINE: Final = "machine"
"""The identity of whoever asks on this machine while there is no sign-in."""


NOT_HERE: Final = TurnedAwayError(
    403,
    "Nobody can sign in here yet",
    "Until somebody can, pages and API answer on this machine alone: asked there, by the name localhost, with no proxy "
    "in between.",
    "To open them to others, say in detour.toml who they are: add the table [access.openid] with issuer, client_id and "
    "client_secret_file, or [access.github] with client_id and client_secret_file; and beside it [access.roles] with "
    'for example viewer = ["group:engineering"].',
    "For programs, or for the time being, add [access] with bearer_token_file = and the name of a file with a secret.",
    'To keep them to this machine, set [server] host = "127.0.0.1" and leave public_url out.',
)


@dataclass(frozen=True)
class Callers:
    """All who may ask."""

    engine: Engine
    settings: Settings

    @cached_property
    def key(self) -> bytes:
        """The store's key for what browsers keep, asked for once."""
        with self.engine.begin() as connection:
            return access_key(connection)

    def viewer(self, request: HTTPConnection) -> Viewer:
        """Who asks. Raises ``TurnedAwayError``, and ``SQLAlchemyError`` where the store cannot be asked."""
        if is_local(self.settings.server) and comes_from_here(request):
            return Viewer(MACHINE, "this machine", Role.ADMIN, form_token=token_for(self.key))
        raise NOT_HERE
