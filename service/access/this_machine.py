"""Lets in whoever asks on this machine, and nobody else: for pages that there are before there is a store."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.access.callers import not_here, this_machine
from service.access.loopback import comes_from_here
from service.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from service.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ThisMachine:
    """``key`` lasts as long as the process."""

    settings: Settings = field(default_factory=Settings)
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def asks(self, request: HTTPConnection) -> bool:  # noqa: ARG002  # there is no store
        """Never."""
        return False

    def viewer(self, request: HTTPConnection, now: float) -> Viewer | None:  # noqa: ARG002  # nobody's way in ends
        """Whoever is at this machine. Raises ``TurnedAwayError``."""
        if not comes_from_here(request):
            raise not_here()
        return this_machine(self.key)
