"""What sweeps ask for beyond issues themselves: comments and links out of their tracker, where they may tell anything.

On what is closed they tell nothing: nobody waits there, and whoever waits on it learns from the issue itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.contract import Facet
from rules.model import State
from service.store.readings import bits_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connectors.contract import Look
    from rules.model import Facts
    from service.pipeline.site import Site
    from service.store.memory import Remembered
    from service.store.sweeps import Before

THREAD: Final = bits_of([Facet.COMMENTS])
ITSELF: Final = bits_of([Facet.CORE, Facet.LINKS])


@dataclass(frozen=True, slots=True)
class Met:
    """An issue that was read: what was seen of it, its row, and what was known before.

    ``threaded``: its thread was asked for, too.
    """

    look: Look
    facts: Facts
    row: int
    before: Before | None
    threaded: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it was open."""
        return self.facts.issue.state is State.OPEN

    @property
    def wants_thread(self) -> bool:
        """Whether there may be comments that were not read since it moved."""
        if self.threaded or self.look.comments == 0:
            return False
        return self.before is None or self.before.thread_as_of is None or self.before.thread_as_of != self._updated

    @property
    def _updated(self) -> float | None:
        """The tracker's own time of its last change."""
        moved = self.facts.issue.moved
        return None if moved is None else moved.timestamp()


def ask_deeper(remembered: Remembered, met: Iterable[Met], site: Site) -> None:
    """Adds to what is to be read again the threads of open issues, and takes out what tells nothing of closed ones."""
    threads = Facet.COMMENTS in site.connector.facets
    for one in met:
        asked = remembered.again.pop(one.row, 0)
        if not one.is_open:
            asked &= ITSELF
        elif threads and one.wants_thread:
            asked |= THREAD
        if asked:
            remembered.again[one.row] = asked
