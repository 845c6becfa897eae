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
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def parse_moment(text: str | None) -> datetime | None:
    """Jira's ``2026-11-23T09:00:00.000+0000``; ``None`` for anything else, or without its offset."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def needed_by(
    due: str | None, sprint: Sprint | None, versions: Iterable[Version]
) -> tuple[date | None, DateSource, PlanSign]:
    """The first of due date, sprint's end and version's release, where it comes from, and the signs of a plan.

    Released and archived versions promise nothing any more. Of several dated ones the earliest counts.
    """
    releases = [parse_date(version.release_date) for version in versions if not (version.released or version.archived)]
    release = min((day for day in releases if day is not None), default=None)
    signs = PlanSign.NONE if release is None else PlanSign.DATED_VERSION
    if sprint is not None and sprint.active:
        signs |= PlanSign.ACTIVE_SPRINT
    for day, source in (
        (parse_date(due), DateSource.DUE_DATE),
        (parse_date(sprint.end) if sprint is not None else None, DateSource.SPRINT),
        (release, DateSource.VERSION),
    ):
        if day is not None:
            return day, source, signs
    return None, DateSource.NONE, signs
