"""Moments of a cron expression in a time zone. Pure.

A local time that a change of the clocks skips counts as the next one that there is, and one that comes twice counts
once, as Debian's cron does it: https://github.com/cuu508/cronsim#daylight-saving-time
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from cronsim import CronSim, CronSimError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

LONGEST_LOOK_BACK: Final = timedelta(days=366)


class CronError(ValueError):
    """It is no cron expression, or one that never comes."""


@dataclass(frozen=True, slots=True)
class Cron:
    """Five fields, minute to weekday, in a time zone. Moments are in seconds since 1970.

    Raises ``CronError``, with the reason, for what is none.
    """

    expression: str
    zone: ZoneInfo

    def __post_init__(self) -> None:
        try:
            CronSim(self.expression, datetime(2024, 1, 1, tzinfo=self.zone))
        except CronSimError as error:
            raise CronError(str(error)) from None

    def after(self, moment: float) -> float | None:
        """The first moment after one, ``None`` if there is none within some years."""
        simulated = CronSim(self.expression, datetime.fromtimestamp(moment, self.zone))
        return next((found.timestamp() for found in simulated), None)

    def latest(self, since: float, now: float) -> float | None:
        """The last moment after ``since`` up to now: what was missed in between was missed once."""
        begin = max(since, now - LONGEST_LOOK_BACK.total_seconds())
        latest = None
        while (following := self.after(begin)) is not None and following <= now:
            latest = begin = following
        return latest
