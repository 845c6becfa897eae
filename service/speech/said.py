"""What Detour has said on an issue in one role: the one row that is kept of it, and how it goes from there.

Around a write the order is: keep ``turn.before``, write, delete the former comment if there is one, keep
``turn.after(id)``. So whatever interrupts a new comment leaves ``UNSURE``, and the thread tells; an edit that was
interrupted is simply due again. After a write that surely did not happen, keep the row that was there at first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from service.speech.markers import Mark, Role

if TYPE_CHECKING:
    from service.speech.threads import Ours


class SaidState(StrEnum):
    """Whether a comment of ours is there."""

    UNSAID = "unsaid"
    """There never was one."""
    STANDS = "stands"
    MOVED = "moved"
    """It stands where its issue moved to, maybe under another id there; the thread has to be searched."""
    UNSURE = "unsure"
    """A new one was being written when we lost sight of it; the thread has to be searched."""
    REMOVED = "removed"
    """A person deleted it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said last.

    ``events`` are the findings' keys that were announced and have not cleared since. ``saying``: the events of the
    comment that is being written, while that is unsure; ``generation`` and ``digest`` are that comment's then, and
    ``comment_id`` is the former one's. Where it moved they are what a newer one, if there is any, will have said. A
    removed comment keeps its id. ``mentioned`` are the accounts that the comment mentions, and so was written to
    notify.
    """

    role: Role = Role.VERDICT
    generation: int = 0
    digest: str = ""
    events: frozenset[str] = frozenset()
    comment_id: str = ""
    state: SaidState = SaidState.UNSAID
    saying: frozenset[str] = frozenset()
    mentioned: tuple[str, ...] = ()

    @property
    def was_begun(self) -> bool:
        """Whether a comment stands, stood, or may have been written."""
        return self.state is not SaidState.UNSAID or bool(self.comment_id)

    def mark(self, issue: str) -> Mark:
        """What the comment's marker says."""
        return Mark(issue, self.role, self.generation)

    def removed(self) -> Said:
        """After a person deleted the comment: its events stay said."""
        return replace(self, state=SaidState.REMOVED)

    def moved(self) -> Said:
        """After its issue turned out to be another one. A copy of a comment says the same, under another id."""
        return replace(self, state=SaidState.MOVED) if self.state is SaidState.STANDS else self

    def restored(self) -> Said:
        """After the store was restored from a backup: the thread may know more."""
        return self if self.state is SaidState.UNSURE else replace(self, state=SaidState.MOVED)

    def settled(self, ours: Ours) -> Said:
        """After the thread was searched, and the comments that do not survive were deleted."""
        if ours.survivor is None or ours.mark is None:
            state = SaidState.REMOVED if self.comment_id else SaidState.UNSAID
            return replace(self, state=state, digest="", saying=frozenset())
        if ours.mark.generation == self.generation:
            found = replace(self, state=SaidState.STANDS, comment_id=ours.survivor, saying=frozenset())
            return found if self.state is SaidState.MOVED else replace(found, events=self.saying)
        # It is another than the one that was being written, and what it says is not known.
        newer = self.state is SaidState.MOVED and ours.mark.generation > self.generation
        generation = max(ours.mark.generation, self.generation)
        told = self.events | self.saying if newer else self.events
        return Said(self.role, generation, "", told, ours.survivor, SaidState.STANDS)
