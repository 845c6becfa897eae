"""A team's calendar, read back by the library that calendars are read with."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from rules.model import Ref
from service.calendars import calendar_of
from service.speech.agenda import Dated, Occasion
from service.speech.comments import UNNAMED, Operator
from service.speech.document import Address, Quoted, line
from service.store.agendas import TeamDay
from tests.service.speech.hostility import HOSTILE

PAGES = Operator(public_url="https://detour.acme.example")
WORDS = line("decide what is done if ", Address(Ref("jira/acme", "PAY-1")), " does not come")
DAY = TeamDay(
    ref=Ref("jira/acme", "WEB-1"),
    title="Checkout",
    url="https://acme.atlassian.net/browse/WEB-1",
    identity="jira/acme 10001",
    since=1_764_000_000.5,
    dated=Dated(Occasion.DECIDE, date(2026, 12, 1), "7", WORDS),
)


def events(*days, operator=UNNAMED, name="Web"):
    return Calendar.from_ical(calendar_of("web", name, days, operator)).events


def on(day):
    return replace(DAY, dated=Dated(Occasion.DECIDE, day, "7", WORDS))


def test_a_day_to_decide_by_is_an_event_of_a_whole_day_that_keeps_nobody_busy():
    [event] = events(DAY)

    assert event.start == date(2026, 12, 1)
    assert event.end == date(2026, 12, 2)
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["SUMMARY"] == "Decide: WEB-1 Checkout"
    assert event["DESCRIPTION"] == "Decide what is done if PAY-1 does not come."
    assert event["URL"] == DAY.url
    assert event.stamp == event.last_modified == datetime.fromtimestamp(1_764_000_000, UTC)


def test_it_leads_to_our_page_where_there_is_one():
    [event] = events(DAY, operator=PAGES)

    assert event["URL"] == "https://detour.acme.example/issues/jira/acme/WEB-1"


def test_an_address_that_is_not_the_issues_is_no_link():
    [event] = events(replace(DAY, url="https://evil.example/WEB-1"))

    assert "URL" not in event


def test_an_event_stays_the_same_when_its_day_changes_its_issue_moves_or_gets_another_title():
    [first] = events(DAY)
    [later] = events(replace(on(date(2026, 12, 9)), ref=Ref("jira/acme", "SHOP-9"), title="Another", since=9.0))
    [other] = events(replace(DAY, dated=Dated(Occasion.DECIDE, date(2026, 12, 1), "8", WORDS)))

    assert first["UID"] == later["UID"] != other["UID"]


def test_the_calendar_is_the_same_each_time_and_says_whose_it_is():
    once, again = (calendar_of("web", "Web", [DAY], PAGES) for _ in range(2))

    assert once == again
    assert Calendar.from_ical(once).calendar_name == "Decide by: Web"


def test_the_end_of_a_waiver_is_no_day_to_decide_by():
    assert events(replace(DAY, dated=Dated(Occasion.WAIVER_ENDS, date(2026, 12, 1), "7", WORDS))) == []


@pytest.mark.parametrize("text", [*HOSTILE, "x\r\nBEGIN:VALARM\r\nACTION:AUDIO", "a;b,c:d\\n"])
def test_nothing_that_others_wrote_comes_alive(text):
    dated = Dated(Occasion.DECIDE, date(2026, 12, 1), "7", line("begin ", Quoted(text)))
    calendar = Calendar.from_ical(calendar_of("web", text, [replace(DAY, title=text, url=text, dated=dated)], UNNAMED))

    [event] = calendar.events
    assert not event.subcomponents
    assert "URL" not in event
    for shown in (event["SUMMARY"], event["DESCRIPTION"], calendar.calendar_name):
        assert not set(shown) & set("<>@`\r\n")
        assert "://" not in shown
