"""Working days: Monday to Friday without the organisation's holidays. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True)
class Workdays:
    """Counts in working days. A part of a day is a day; the day that one starts from does not count."""

    holidays: Collection[date] = ()

    def before(self, day: date, days: float) -> date:
        """The last working day on which work of so many days can be begun that is to be there on ``day``."""
        return self._offset(day, -_whole(days), roll="backward")

    def after(self, day: date, days: float) -> date:
        """The working day on which work of so many days is there that is begun on ``day``."""
        return self._offset(day, _whole(days), roll="forward")

    def between(self, start: date, end: date) -> int:
        """The working days from one day to another, the first not counted; negative backwards."""
        if end < start:
            return -self.between(end, start)
        return int(np.busday_count(start + _DAY, end + _DAY, busdaycal=self._calendar))

    def _offset(self, day: date, days: int, *, roll: str) -> date:
        known = self._known.get((day, days, roll))
        if known is None:
            found = np.busday_offset(day, days, roll=roll, busdaycal=self._calendar)  # type: ignore[call-overload]
            known = date.fromordinal(int(found.astype("datetime64[D]").astype(int)) + _EPOCH)
            self._known[day, days, roll] = known
        return known

    @cached_property
    def _known(self) -> dict[tuple[date, int, str], date]:
        """What was counted already: many issues are needed by the same days."""
        return {}

    @cached_property
    def _calendar(self) -> np.busdaycalendar:
        return np.busdaycalendar(holidays=sorted(self.holidays))


def _whole(days: float) -> int:
    return int(np.ceil(days))


_EPOCH = date(1970, 1, 1).toordinal()
_DAY = date(1970, 1, 2) - date(1970, 1, 1)
