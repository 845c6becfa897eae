"""Who asks for a page or uses the API, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection


class Role(IntEnum):
    """What somebody may do: look, act, or decide who else may."""

    VIEWER = 1
    OPERATOR = 2
    ADMIN = 3

    def __str__(self) -> str:
        """As configuration and pages write it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody whom the gate let through.

    ``identity`` is what deeds are kept under; ``groups`` are all that grants may name them by, ``group:acme-sre`` and
    ``person:github:@ada``; ``form_token`` stands in every form of theirs, and is '' for programs.
    """

    identity: str
    name: str
    role: Role
    groups: frozenset[str] = frozenset()
    form_token: str = ""


class ForbiddenError(Exception):
    """Somebody may look and not do what they asked for; the message says who may."""


def viewer_of(request: HTTPConnection) -> Viewer:
    """Who asks; only behind the gate."""
    return cast("Viewer", request.scope["state"]["viewer"])


def is_known(request: HTTPConnection) -> bool:
    """Whether the gate has asked who it is: it does not at addresses that are for everybody."""
    return "viewer" in request.scope.get("state", {})


def require(request: HTTPConnection, role: Role) -> Viewer:
    """Who asks, if they may do what takes a role. Raises ``ForbiddenError``, which the application answers with 403."""
    viewer = viewer_of(request)
    if viewer.role < role:
        raise ForbiddenError(f"This takes the role {role}; {viewer.name} is {viewer.role}.")
    return viewer
