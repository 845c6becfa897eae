"""A team's days to decide by as a calendar (RFC 5545), which people subscribe to. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, uuid5

from service.speech.agenda import Occasion
from service.speech.document import Address, Quoted, line
from service.speech.plain import BARE
from service.speech.rendering import leads_to_its_issue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Event

    from service.speech.comments import Operator
    from service.store.agendas import TeamDay

PRODUCT: Final = "-//Detour//decide-by//EN"
REFRESH: Final = timedelta(hours=1)


def calendar_of(team: str, name: str, days: Iterable[TeamDay], operator: Operator) -> bytes:
    """The calendar of a team, of which ``name`` is what people call it: equal bytes for equal days.

    An event keeps its UID when its day changes or its issue moves, so that calendars move it too.
    """
    from icalendar import Calendar  # noqa: PLC0415  # a service that nobody asks for one starts sooner

    calendar = Calendar.new(
        name=f"Decide by: {BARE.text(line(Quoted(name)))}",
        description="Days on which a plan B must be begun, or the wait for another team decided on. From Detour.",
        prodid=PRODUCT,
        uid=uuid5(NAMESPACE_URL, f"detour decide-by {team}"),
        refresh_interval=REFRESH,
        subcomponents=[_event(one, operator) for one in days if one.dated.occasion is Occasion.DECIDE],
    )
    return bytes(calendar.to_ical())


def _event(one: TeamDay, operator: Operator) -> Event:
    from icalendar import TRANSP, Event  # noqa: PLC0415  # as above

    since = datetime.fromtimestamp(int(one.since), UTC)
    address = Address(one.ref, one.url, one.title)
    what = BARE.text(one.dated.words)
    return Event.new(
        uid=uuid5(NAMESPACE_URL, f"detour decide-by {one.identity} {one.dated.about}"),
        summary=f"Decide: {BARE.text(line(address))}",
        description=f"{what[:1].upper()}{what[1:]}.",
        start=one.dated.day,
        stamp=since,
        last_modified=since,
        url=operator.page_of(one.ref) or (one.url if leads_to_its_issue(address) else None),
        transparency=TRANSP.TRANSPARENT,
    )
