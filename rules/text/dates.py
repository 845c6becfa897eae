"""Reads the one form of date that the grammar knows, 2026-12-01, and guesses what another form was meant to say.

Pure.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date

EXAMPLE = date(2026, 12, 1)
"""Stands in a suggested line where nobody said a date."""

_END = r"(?!_{0,3}[^\W_]|[-/][^\W_])"
_ISO = re.compile(rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}}){_END}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?ai:(?P<name>{'|'.join(_MONTHS)})[a-z]{{0,6}}+)\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?i:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})(?![0-9])"
_OTHER_FORMS = (
    re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})(?![0-9])"),
    re.compile(rf"(?P<day>[0-9]{{1,2}})\.\s?(?P<month>[0-9]{{1,2}})\.\s?{_YEAR}"),
    re.compile(rf"(?P<month>[0-9]{{1,2}})[/-](?P<day>[0-9]{{1,2}})[/-]{_YEAR}"),
    re.compile(rf"{_DAY}\.?\s{_MONTH},?\s{_YEAR}"),
    re.compile(rf"{_MONTH}\s{_DAY},?\s{_YEAR}"),
)


def date_at(text: str, position: int) -> tuple[date, int] | None:
    """The date that is written at ``position``, and where it ends. ``None`` where none is, or no such day exists."""
    match = _ISO.match(text, position)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3])), match.end()
    except ValueError:
        return None


def meant_at(text: str, position: int) -> date | None:
    """The date that something at ``position`` was perhaps meant to be: ``12/01/2026``, ``1 Dec 2026``, ``2026-02-31``.

    A slash puts the month first and a dot the day, unless only the other way is a date. A day that does not exist
    becomes the nearest of its month. For suggestions only: nothing is concluded from a guess.
    """
    for form in _OTHER_FORMS:
        if match := form.match(text, position):
            return _nearest(match.groupdict())
    return None


def _nearest(parts: dict[str, str]) -> date:
    name, day = parts.get("name"), int(parts["day"])
    month = _MONTHS.index(name.lower()) + 1 if name else int(parts["month"])
    if month > len(_MONTHS) >= day:
        month, day = day, month
    year = min(max(int(parts["year"]), MINYEAR), MAXYEAR)
    month = min(max(month, 1), len(_MONTHS))
    return date(year, month, min(max(day, 1), monthrange(year, month)[1]))
