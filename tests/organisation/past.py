"""What the issues of an invented organisation have behind them: when they came about, what was said on them.

It is for the made-up trackers, which have times and threads; what an issue says in its text some of them say there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from rules.columns import NEVER
from rules.model import State
from tests.organisation.text import statements

if TYPE_CHECKING:
    from tests.organisation.draw import Organisation
    from tests.organisation.names import Names

SPAN = timedelta(days=730)
REST = timedelta(days=30)
SINCE_THEN = timedelta(hours=2)
CHATTER = 5
"""Every so many issues have a comment that tells nothing."""
IN_COMMENTS = 4
"""Every so many issues with statements make the last of them in a comment."""
PROSE = (
    "People wait for this, and some have said so twice. The first version may be small: what counts is that nobody has"
    " to do it by hand any more.\n\n- the old way stays until the new one has run for a *month*\n- `retries` must not"
    " double anything\n\nWhat was decided in the last review is in the minutes, and open questions are in the thread."
)


@dataclass(frozen=True)
class Past:
    """What was said and when, one issue a row; the times lie two years to some hours before ``now``."""

    organisation: Organisation
    names: Names
    now: datetime

    def __post_init__(self):
        lines = statements(self.organisation, self.names, all_links=False)
        object.__setattr__(self, "lines", lines)

    def made(self, issue):
        """When it came about: as late as its row is low."""
        return self._whole_second(self.now - SINCE_THEN - SPAN * (1 - issue / len(self.organisation.state)))

    def moved(self, issue):
        """When it was changed last, or ended."""
        return self._whole_second(min(self.made(issue) + REST, self.now - SINCE_THEN / 2))

    def body(self, issue, *, dated=False):
        """Its description. ``dated``: with the date of its own, for trackers that have no field for it."""
        prose = [PROSE] * (issue % 3)
        return "\n\n".join([*prose, *self._written(issue)[0], *(self._date(issue) if dated else ())]) or None

    def comments(self, issue):
        """Its thread."""
        chatter = ["Any news?"] if issue % CHATTER == 0 else []
        return [*chatter, *self._written(issue)[1]]

    def day(self, issue):
        """By when it is needed, or ``None``; and whether that is a release's day."""
        day = int(self.organisation.needed_by[issue])
        return (None if day == NEVER else date.fromordinal(day)), bool(self.organisation.released[issue])

    def is_open(self, issue):
        """Whether it is open."""
        return self.organisation.state[issue] == State.OPEN

    def _written(self, issue):
        """Its statements, and those of them that it makes in a comment."""
        lines = self.lines.get(issue, [])
        return (lines[:-1], lines[-1:]) if issue % IN_COMMENTS == 0 else (lines, [])

    def _date(self, issue):
        day, released = self.day(issue)
        return [] if day is None or released else [f"Needed by {day.isoformat()}"]

    @staticmethod
    def _whole_second(moment):
        return moment.replace(microsecond=0)
