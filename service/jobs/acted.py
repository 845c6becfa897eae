"""Where there may be work once somebody did something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.jobs.auditing import LANE as AUDITING
from service.jobs.lanes import HEARING
from service.jobs.notifying import lane_of
from service.store.work import Lane

if TYPE_CHECKING:
    from service.settings import Settings

WORK: Final = (Lane.READ, Lane.SCAN, Lane.JUDGE, Lane.SPEAK, Lane.CHECK)
"""The lanes in which work may be tried again; that of ``REVIEW`` is done in the one of judging."""


def acted(settings: Settings) -> tuple[str, ...]:
    """The lanes that may have work once somebody did something on a page or by the API."""
    return (HEARING, AUDITING, *(lane.value for lane in WORK), *(lane_of(one.name) for one in settings.webhooks))
