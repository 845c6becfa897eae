"""Commands that are not carried out are answered: who may not give one, or wrote none that can be, is told why."""

import pytest

from tests.journeys.living import serving
from tests.journeys.organisation import Organisation


@pytest.fixture
def acme(tracker, live):
    acme = Organisation(tracker)
    live.settled()
    return acme


def waives(acme):
    return f"/detour waive {acme.blocker.ref} until 2026-12-31 because the launch can wait"


def test_a_stranger_who_waives_is_told_who_may(live, acme):
    acme.links()
    acme.stranger.comments(acme.waiting, waives(acme))
    live.settled()

    assert "has no plan B" in acme.comment()
    assert "was not carried out: whoever gives a command may edit issues here" in acme.comment()


def test_a_command_that_cannot_be_carried_out_is_answered_once_where_all_is_well(live, acme):
    acme.mia.comments(acme.waiting, "/detour waive #6 until 2026-12-31")
    live.settled()
    acme.mia.comments(acme.waiting, "/detour waive #6 until 2027-01-31")
    live.settled()

    assert "was not carried out: " in acme.comment()
    assert "a reason is missing" in acme.comment()
    assert acme.notified() == 1


def test_who_asks_for_help_reads_the_commands(live, acme):
    acme.mia.comments(acme.waiting, "/detour help")
    live.settled()

    assert "these are the commands: " in acme.comment()
    assert "/detour unwaive REF" in acme.comment()


def test_strangers_who_only_talk_are_not_answered(live, acme):
    acme.stranger.comments(acme.waiting, f"Blocked by {acme.blocker.ref}, as I said to /etc/detour")
    live.settled()

    assert acme.ours() == []


@pytest.mark.parametrize("member", [True, False])
def test_the_risk_is_accepted_by_the_team_that_waits(tracker, store, tmp_path, member):
    acme = Organisation(tracker)
    somebody = acme.mia if member else tracker.hub.person("lea", writes=(tracker.web,))
    with serving(tracker, store, tmp_path / "detour.toml", members=[tracker.account(somebody)]) as live:
        tracker.tells(live)
        acme.links()
        acme.mia.comments(acme.waiting, waives(acme))
        live.settled()

        said = "".join(acme.shown())

    assert ("someone of the team that waits accepts the risk" in said) is not member
    assert ("has no plan B" in said) is not member
