"""``detour why`` without saved files: from the store of a service that runs beside it."""

import pytest

from service.cli import main
from tests.journeys.living import configuration, only, serving
from tests.journeys.organisation import Organisation

pytestmark = only("github")


@pytest.fixture
def asked(tracker, store, store_url, tmp_path, capsys):
    """Asks about an issue, after something happened to the organisation."""

    def ask(ref, mode="live", happens=Organisation.links):
        with serving(tracker, store, tmp_path / "service.toml", mode=mode) as live:
            tracker.tells(live)
            happens(Organisation(tracker))
            live.settled()
        path = tmp_path / "detour.toml"
        path.write_text(configuration(tracker, mode=mode, more=f'[store]\nurl = "{store_url}"\n'))
        capsys.readouterr()  # what the service logged
        status = main(["why", ref, "--config", str(path)])
        return status, *capsys.readouterr()

    return ask


def test_the_store_tells_the_evidence_and_what_was_done(asked):
    status, printed, _ = asked("ACME/Web#1")

    assert status == 0
    assert "native of acme/web#1" in printed
    assert "DT101" in printed
    assert "What Detour did" in printed
    assert "its comment stands (" in printed


def test_a_blocker_tells_who_waits_on_it(asked):
    _, printed, _ = asked("github/acme acme/pay#1")

    assert "Who waits on it" in printed
    assert "acme/web#1" in printed


def test_a_dry_run_tells_that_something_would_be_said(asked):
    _, printed, _ = asked("acme/web#1", mode="dry-run")

    assert "dry run: something would be said, and is not" in printed


def test_an_issue_that_nobody_heard_of_is_refused_with_those_near_it(asked):
    status, _, refused = asked("acme/web#77")

    assert status == 2
    assert "the store knows no issue acme/web#77. Near it: acme/web#1" in refused


def move(acme):
    acme.links()
    acme.mia.transfers(acme.waiting, "acme/ops")


def test_an_old_address_leads_to_the_issue_where_it_is_now(asked):
    _, printed, _ = asked("acme/web#1", happens=move)

    assert printed.startswith("acme/ops#1  Checkout")


def test_what_may_help_is_told_last_with_what_it_costs(asked):
    _, printed, _ = asked("acme/web#1")

    before, _, after = printed.partition("\nWhat may help\n")
    assert "What Detour did" in before
    assert "acme/web#1 waits on acme/pay#1 of payments: independent executor, for nothing calls for more" in after
    assert "waiting costs (1 - 60 %) x 10 days late x 3 people = 12 days" in after


def test_a_blocker_that_waits_on_nobody_is_advised_nothing(asked):
    _, printed, _ = asked("acme/pay#1")

    assert "What may help" not in printed
