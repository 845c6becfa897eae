"""When a digest is due: once a week, at an hour of a day as the team's clocks show it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Weekly:
    """A moment of each week. ``weekday`` counts from 0, Monday; moments are in seconds since 1970."""

    weekday: int
    hour: int
    zone: ZoneInfo

    def latest(self, now: float) -> float:
        """The last such moment up to now."""
        today = self.day_of(now)
        day = today - timedelta(days=(today.weekday() - self.weekday) % 7)
        moment = self._on(day)
        return moment if moment <= now else self._on(day - WEEK)

    def after(self, moment: float) -> float:
        """The next one after a moment, by the calendar: a week with a change of the clocks has another length."""
        return self._on(self.day_of(self.latest(moment)) + WEEK)

    def day_of(self, moment: float) -> date:
        """The day that it is there."""
        return datetime.fromtimestamp(moment, self.zone).date()

    def _on(self, day: date) -> float:
        return datetime.combine(day, time(self.hour), self.zone).timestamp()
