"""The outbox: what is being said on each issue, kept around each write, and whether there is room for one more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.speech.budget import allowance, start_of_day
from service.speech.said import SaidState
from service.speech.turns import Speak
from service.store import noise, sayings
from service.store.noise import Noise, Thread

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from service.speech.said import Said
    from service.speech.threads import Ours
    from service.speech.turns import Edit


@dataclass(frozen=True, slots=True)
class Place:
    """The thread on an issue in which one role speaks. ``identity`` is what the marker binds a comment to.

    ``team`` is the slug of whose issue it is: its noise is counted there.
    """

    thread: Thread
    identity: str
    team: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """Keeps what is said on one site, each time as a step of a transaction that changes the model.

    ``budget`` is how many new comments a team gets a day, on all sites together.
    """

    budget: int

    def keep(self, connection: Connection, place: Place, said: Said, now: float, note: str = "") -> None:
        """Keeps what is said there, or will be in a moment; ``note`` is for people."""
        _keep(connection, place, said, now, note)

    def begin(self, connection: Connection, place: Place, step: Speak, now: float) -> bool:
        """Keeps that a new comment is about to be written; ``False``, and nothing is kept, if it is one too many.

        A team's comments are counted and noted by one process at a time, for such transactions follow one another.
        """
        written = noise.count(connection, place.team, start_of_day(now))[Noise.COMMENT]
        if written >= allowance(self.budget, step.news):
            return False
        noise.note(connection, place.thread, Noise.COMMENT, step.then.generation, team=place.team, at=now)
        _keep(connection, place, step.before, now)
        return True

    def hold(self, connection: Connection, place: Place, said: Said, step: Speak, now: float) -> Said:
        """Holds news back: they count as announced from then on, so that what stands is edited and nobody notified."""
        announced = replace(said, events=said.events | step.news)
        noise.hold(connection, place.thread, step.news, now)
        _keep(connection, place, announced, now)
        return announced

    def end(self, connection: Connection, place: Place, step: Edit | Speak, after: Said, now: float) -> None:
        """Keeps that it is written. A new comment tells all that was held back, too."""
        _keep(connection, place, after, now)
        if isinstance(step, Speak):
            noise.let_go(connection, place.thread)
        else:
            noise.note(connection, place.thread, Noise.EDIT, after.generation, team=place.team, at=now)

    def unmade(
        self, connection: Connection, place: Place, said: Said, step: Edit | Speak, now: float, note: str
    ) -> None:
        """Keeps that it was not written after all, and why. A comment that was not made takes no room."""
        _keep(connection, place, said, now, note)
        if isinstance(step, Speak):
            noise.take_back(connection, place.thread, step.then.generation)

    def found(self, connection: Connection, place: Place, unsure: Said, ours: Ours, now: float) -> Said:
        """Keeps what a search of the thread tells of a comment that was being written, or moved."""
        settled = unsure.settled(ours)
        _keep(connection, place, settled, now)
        if unsure.state is SaidState.MOVED:
            return settled
        if ours.mark is not None and ours.mark.generation == unsure.generation:
            noise.let_go(connection, place.thread)
        else:
            noise.take_back(connection, place.thread, unsure.generation)
        return settled


def _keep(connection: Connection, place: Place, said: Said, now: float, note: str = "") -> None:
    sayings.keep(connection, place.thread.issue_id, said, identity=place.identity, at=now, note=note)
