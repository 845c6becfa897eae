"""The dates of a Jira export, as far as they can be read in one way only. Pure.

An export prints them in the format that its site is set to, ``23/Nov/26 9:00 AM`` if nobody set it, in the language
and time zone of whoever exports; none names its zone. A spreadsheet that saved the file again prints its own format.
https://docs.atlassian.com/DAC/javadoc/jira/reference/com/atlassian/jira/datetime/package-summary.html
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

LONGEST: Final = 64
CENTURY: Final = 2000
NOON: Final = 12
MONTHS: Final = tuple(
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
TIME: Final = (
    r"(?:(?:T|,?\s+)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"\s*(?P<half>[AaPp][Mm])?\s*(?P<offset>Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])?)?"
)
DAY, WORD, SHORT_YEAR, YEAR = "[0-9]{1,2}", "[A-Za-z]{3,9}", "[0-9]{4}|[0-9]{2}", "[0-9]{4}"
FORMATS: Final = tuple(
    re.compile(pattern + TIME)
    for pattern in (
        rf"(?P<day>{DAY})[-/. ]{{1,2}}(?P<month>{WORD})[-/., ]{{1,2}}(?P<year>{SHORT_YEAR})",
        rf"(?P<year>{YEAR})(?P<between>[-/.])(?P<month>{DAY})(?P=between)(?P<day>{DAY})",
        rf"(?P<month>{WORD})\.? (?P<day>{DAY}),? (?P<year>{YEAR})",
        rf"(?P<day>{DAY})(?P<between>[-/.])(?P<month>{DAY})(?P=between)(?P<year>{YEAR})",
    )
)
EITHER: Final = FORMATS[-1]
"""Day first or month first: both are usual."""


def day_of(text: str) -> date | None:
    """The day that a cell tells; ``None`` if it tells none, or if it may be read as two."""
    found = _found(text)
    return None if found is None else found[0]


def moment_of(text: str) -> datetime | None:
    """The moment that a cell tells, in UTC where it names no offset: hours off, but in order within one export."""
    found = _found(text)
    if found is None:
        return None
    day, match = found
    clock = _clock(match)
    return None if clock is None else datetime.combine(day, clock, _zone(match["offset"]))


def _found(text: str) -> tuple[date, re.Match[str]] | None:
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    match = next(filter(None, (pattern.fullmatch(text) for pattern in FORMATS)), None)
    if match is None:
        return None
    days = {_day(match["year"], match["month"], match["day"])}
    if match.re is EITHER:
        days.add(_day(match["year"], match["day"], match["month"]))
    told = days - {None}
    day = told.pop() if len(told) == 1 else None
    return None if day is None else (day, match)


def _day(year: str, month: str, day: str) -> date | None:
    full = int(year) if len(year) > len("26") else CENTURY + int(year)
    try:
        return date(full, int(month) if month.isdigit() else _month(month), int(day))
    except ValueError:
        return None


def _month(word: str) -> int:
    """A month's number by its English name or the beginning of it, as exports with English headers have it; or 0."""
    return next((number for number, name in enumerate(MONTHS, 1) if name.startswith(word.casefold())), 0)


def _clock(match: re.Match[str]) -> time | None:
    hour, half = int(match["hour"] or 0), (match["half"] or "").casefold()
    if half and not 1 <= hour <= NOON:
        return None
    if half:
        hour = hour % NOON + (NOON if half == "pm" else 0)
    try:
        return time(hour, int(match["minute"] or 0), int(match["second"] or 0))
    except ValueError:
        return None


def _zone(offset: str | None) -> timezone:
    if not offset or offset == "Z":
        return UTC
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
