"""A team's calendar as a calendar program fetches it, again and again, while the organisation goes on."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest
from icalendar import Calendar

from tests.journeys.living import serving
from tests.journeys.organisation import Organisation


@pytest.fixture
def acme(tracker, live):
    acme = Organisation(tracker)
    acme.mia.edits(acme.waiting, body="Decide by 2099-05-04")
    acme.links()
    live.settled()
    return acme


def fetched(live, team="web", tag=None):
    headers = {} if tag is None else {"If-None-Match": tag}
    return httpx.get(f"{live.address}/teams/{team}/decide-by.ics", headers=headers)


def events(answer):
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).events


def test_a_team_finds_the_days_of_its_own_issues_and_those_whom_it_asks_do_not(live, acme):
    [event] = events(fetched(live))

    assert event.start.isoformat() == "2099-05-04"
    assert event["SUMMARY"] == f"Decide: {acme.waiting.ref} Checkout"
    assert acme.blocker.ref in event["DESCRIPTION"]
    assert events(fetched(live, "payments")) == []


def test_who_has_it_already_is_told_so_until_something_changes(live, acme):
    first = fetched(live)
    same = fetched(live, tag=f'"another", W/{first.headers["etag"]}')
    acme.mia.labels(acme.waiting, "urgent")
    live.settled()
    judged_again = fetched(live, tag=first.headers["etag"])
    acme.mia.edits(acme.waiting, body="Decide by 2099-06-01")
    live.settled()
    changed = fetched(live, tag=first.headers["etag"])

    assert (same.status_code, same.content, judged_again.status_code) == (304, b"", 304)
    assert same.headers["etag"] == first.headers["etag"]
    [before], [after] = events(first), events(changed)
    assert (after.start.isoformat(), after["UID"]) == ("2099-06-01", before["UID"])
    moments = [parsedate_to_datetime(one.headers["last-modified"]) for one in (first, changed)]
    assert moments[0] <= moments[1] <= datetime.now(UTC) < moments[0] + timedelta(minutes=5)


def test_a_day_that_is_over_goes_away(live, acme):
    acme.mia.closes(acme.blocker)
    live.settled()
    answered = events(fetched(live))
    acme.mia.reopens(acme.blocker)
    live.settled()
    asked_again = events(fetched(live))
    acme.mia.deletes(acme.waiting)
    live.settled()

    assert (len(answered), len(asked_again), events(fetched(live))) == (0, 1, [])


def test_where_there_is_no_team_there_is_no_calendar_and_its_name_stays_unsaid(live, acme):  # noqa: ARG001
    answer = fetched(live, "nobody")

    assert answer.status_code == 404
    assert "nobody" not in answer.text


def test_a_project_that_no_team_owns_has_one_too_and_so_has_a_dry_run(tracker, store, tmp_path):
    with serving(tracker, store, tmp_path / "detour.toml", mode="dry-run") as live:
        tracker.tells(live)
        acme = Organisation(tracker)
        stray = acme.mia.opens(tracker.ops, "Backups", f"Blocked by {acme.blocker.ref}\nDecide by 2099-05-04")
        live.settled()
        team = live.verdict(stray.ref).team

        [event] = events(fetched(live, team))

    assert team.endswith(tracker.ops)
    assert event["SUMMARY"].startswith(f"Decide: {stray.ref}")
