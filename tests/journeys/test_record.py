"""``detour record``: what Detour did beside a tracker, and what people made of it."""

import json

import pytest

from tests.journeys.living import configuration, serving
from tests.journeys.organisation import Organisation


@pytest.fixture
def asked(tracker, store, store_url, tmp_path, detour, capsys):
    """Asks for the record after something happened to the organisation."""

    def ask(happens, *options):
        members = [tracker.account(tracker.hub.person("mia"))]
        with serving(tracker, store, tmp_path / "service.toml", members=members) as live:
            tracker.tells(live)
            acme = Organisation(tracker)
            live.settled()
            happens(acme, live)
            live.settled()
        path = tmp_path / "detour.toml"
        path.write_text(configuration(tracker, members=members, more=f'[store]\nurl = "{store_url}"\n'))
        capsys.readouterr()  # what the service logged
        return detour("record", "--config", path, *options)

    return ask


def a_day(acme, live):
    """Five issues are spoken on: one gets a fallback, one a waiver, one waits no more, one is closed, one is left."""
    planned = [acme.waiting, *(acme.plans(acme.tracker.web, f"Plan {number}") for number in range(4))]
    for issue in planned:
        acme.mia.blocks(issue, by=acme.blocker)
    live.settled()
    _, waived, unblocked, closed, _ = planned
    acme.fallback()
    acme.mia.comments(waived, f"/detour waive {acme.blocker.ref} until 2026-12-24 because the launch can do without")
    acme.mia.unblocks(unblocked, by=acme.blocker)
    acme.mia.closes(closed)


def test_what_was_said_and_what_came_of_it_is_told_by_team(tracker, asked):
    status, printed, _ = asked(a_day, "--format", "json")

    record = json.loads(printed)["record"]
    teams = {team.pop("team"): team for team in record["teams"]}
    commands = int(tracker.name == "github")
    assert status == 0
    assert teams["web"] == {
        "comments": 5,
        "edits": teams["web"]["edits"],
        "commands": commands,
        "waivers": 1,
        "issues": {"fallback": 1, "waiver": 1, "ended": 1, "otherwise": 1, "open": 1},
        "acted_on": 3 / 5,
    }
    assert teams["web"]["edits"] >= 3
    assert teams["payments"]["comments"] == 1  # the need brief
    assert record["all"]["comments"] == 6


def test_people_are_told_in_a_table(asked):
    status, printed, _ = asked(lambda acme, _: acme.links(), "--days", "7")

    assert status == 0
    assert "(7 days)" in printed
    assert ["web", "1", "0", "0", "0", "1", "0", "%"] in [line.split() for line in printed.splitlines()]


@pytest.mark.parametrize("days", ["0", "-1", "a week", "36501", "\u0663"])
def test_days_are_a_number_of_them(detour, capsys, days):
    with pytest.raises(SystemExit, match="2"):
        detour("record", "--days", days)

    assert "should be a number of days, from 1 to 36500" in capsys.readouterr().err
