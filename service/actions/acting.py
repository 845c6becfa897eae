"""How something is done: by whoever has the role, whole or not at all, and never without its entry in the log."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar

from service.access.sight import Sight
from service.access.viewer import Role
from service.evidence.located import located
from service.printable import printable
from service.refused import Refused
from service.store import deeds
from service.store.clock import changing
from service.store.deeds import Deed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection, Engine

    from rules.model import Ref
    from service.access.viewer import Viewer
    from service.pipeline.decisions import Decisions
    from service.pipeline.site import Sites

Came = TypeVar("Came")
NUL: Final = "\0"
LONGEST: Final = 2_000
"""Characters of a field."""


@dataclass(slots=True)
class Afterwards:
    """What is called once something was done, from any thread: whoever works is told to look, in whichever process."""

    call: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Place:
    """Where things are done: the store, what the organisation decided, and the sites that are connected."""

    engine: Engine
    decisions: Decisions
    sites: Sites
    afterwards: Afterwards = field(default_factory=Afterwards)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants: the parts of the address that they sent it to, and the fields that they filled in."""

    viewer: Viewer
    path: Mapping[str, str]
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Action:
    """A wish that is being fulfilled, inside a transaction that may change the model, with its ``tick``."""

    place: Place
    wish: Wish
    connection: Connection
    tick: int
    now: float

    @property
    def viewer(self) -> Viewer:
        """Who wants it."""
        return self.wish.viewer

    @cached_property
    def sight(self) -> Sight:
        """What the viewer may see."""
        return Sight.of(self.viewer, self.place.decisions.settings)

    def words(self, name: str) -> str:
        """A field on one line, '' where it is not there. Raises ``Refused`` for what no store keeps."""
        text = self.wish.fields.get(name, "").strip()
        if len(text) > LONGEST or NUL in text:
            raise Refused(400, f"{name} is too long, or holds the character NUL", "Go back and write it otherwise.")
        return printable(text, LONGEST)

    def located(self) -> tuple[int, Ref]:
        """The row and the address of the issue that it is about. Raises ``Refused`` for one that is not known."""
        return located(self.connection, self.sight, self.wish.path)

    def note(self, what: str, about: str, before: Any = None, after: Any = None) -> None:  # noqa: ANN401  # as JSON
        """Writes it into the log of deeds."""
        viewer = self.viewer
        deed = Deed(
            at=self.now, who=viewer.identity, name=viewer.name, what=what, about=about, before=before, after=after
        )
        deeds.record(self.connection, deed)


def done(place: Place, wish: Wish, act: Callable[[Action], Came], role: Role = Role.OPERATOR) -> Came:
    """What ``act`` made of a wish.

    Raises ``Refused`` for whoever lacks the role and for what cannot be done, and ``SQLAlchemyError``; then nothing is.
    """
    require(wish.viewer, role)
    with changing(place.engine) as (connection, tick):
        came = act(Action(place, wish, connection, tick, time.time()))
    place.afterwards.call()
    return came


def require(viewer: Viewer, role: Role) -> None:
    """Raises ``Refused`` for whoever lacks a role."""
    if viewer.role < role:
        told = f"{printable(viewer.name, 60)} is {viewer.role}; an administrator gives roles under [access.roles]."
        raise Refused(403, f"This takes the role {role}", told)
