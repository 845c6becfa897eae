"""When audits run by themselves: ``[schedule]``."""

from functools import cached_property
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from service.cron import Cron, CronError
from service.settings.table import Table, Text, WholeNumber, refused

NEVER = "never"
A_MINUTE = 60.0
A_DAY = 86400.0


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise refused('should be a time zone by its name, such as "Europe/Zurich"') from None
    return name


TimeZone = Annotated[Text, AfterValidator(_time_zone)]


def _cron(text: str) -> str:
    plain = " ".join(text.split())
    if plain == NEVER:
        return plain
    try:
        Cron(plain, ZoneInfo("UTC"))
    except CronError as error:
        form = 'five fields, minute, hour, day, month, weekday, such as "0 6 * * 1-5", or "never"'
        raise refused(f"should be {form} ({error})") from None
    return plain


class ScheduleTable(Table):
    """When everything is audited, how much of it is read anew then, and how often what has moved is read between."""

    audit: Annotated[Text, AfterValidator(_cron)] = Field(default="0 6 * * 1-5", examples=['audit = "0 6 * * 1-5"'])
    """When everything is audited: minute, hour, day, month, weekday; or never."""
    time_zone: TimeZone = Field(default="UTC", examples=['time_zone = "Europe/Zurich"'])
    """The time zone of these fields."""
    sweep_days: Annotated[WholeNumber, Field(ge=0, le=366)] = Field(default=7, examples=["sweep_days = 7"])
    """After how many days every open issue is read anew, whether or not it moved."""
    records_days: Annotated[WholeNumber, Field(ge=0, le=3660)] = Field(default=365, examples=["records_days = 365"])
    """How many days back closed issues are read, for the records of odds."""

    look_back_minutes: Annotated[WholeNumber, Field(ge=0, le=10_080)] = Field(
        default=60, examples=["look_back_minutes = 60"]
    )
    """How long after the last sweep it looks for what moved without a webhook; 0 for never."""

    @cached_property
    def cron(self) -> Cron | None:
        """The moments of audits; ``None`` for never."""
        return None if self.audit == NEVER else Cron(self.audit, ZoneInfo(self.time_zone))

    @property
    def sweep_seconds(self) -> float:
        """After how long every open issue is read again, also if nothing says that it moved."""
        return self.sweep_days * A_DAY

    @property
    def look_back_seconds(self) -> float:
        """How long after the last sweep it is looked what has moved, between audits; 0 for never."""
        return self.look_back_minutes * A_MINUTE

    @property
    def records_seconds(self) -> float:
        """How far back closed issues are read, for the records of odds."""
        return self.records_days * A_DAY
