"""Jira's dates: the needed-by date that the fields tell, and which of them call an issue planned."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from rules.model import DateSource, PlanSign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connectors.jira.custom import Sprint
    from connectors.jira.documents import Version


def parse_date(text: str | None) -> date | None:
    """A date out of ``2026-12-01`` or out of a moment's first ten characters; ``None`` for anything else."""
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def parse_moment(text: str | None) -> datetime | None:
    """Jira's ``2026-11-23T09:00:00.000+0000``; ``None`` for anything else, or without its offset."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def needed_by(
    due: str | None, sprint: Sprint | None, versions: Iterable[Version | None]
) -> tuple[date | None, DateSource, PlanSign]:
    """The first of due date, sprint's end and version's release, where it comes from, and the signs of a plan.

    Released and archived versions promise nothing any more. Of several dated ones the earliest counts.
    """
    release = _release(versions)
    signs = PlanSign.NONE if release is None else PlanSign.DATED_VERSION
    if sprint is not None and sprint.active:
        signs |= PlanSign.ACTIVE_SPRINT
    if day := parse_date(due):
        return day, DateSource.DUE_DATE, signs
    if sprint is not None and (day := parse_date(sprint.end)):
        return day, DateSource.SPRINT, signs
    return release, DateSource.NONE if release is None else DateSource.VERSION, signs


def _release(versions: Iterable[Version | None]) -> date | None:
    planned = [one for one in versions if one is not None and not (one.released or one.archived)]
    return min((day for one in planned if (day := parse_date(one.release_date))), default=None) if planned else None
