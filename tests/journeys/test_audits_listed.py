"""``detour audits``: what is remembered of the audits of an organisation."""

import json

import pytest

from service.store import audits
from tests.journeys.living import configuration, only
from tests.journeys.organisation import Organisation

pytestmark = only("github", "cloud")


@pytest.fixture
def acme(tracker):
    return Organisation(tracker)


@pytest.fixture
def run(tracker, store_url, tmp_path, detour):
    """Runs a command on a store of the tracker, with the right key or another one."""
    path = tmp_path / "detour.toml"

    def run(*words, key=None):
        text, known = configuration(tracker, more=f'[store]\nurl = "{store_url}"\n'), tracker.hub.bot_token
        path.write_text(text.replace(f'token = "{known}"', f'token = "{key or known}"'))
        return detour(*words, "--config", path)

    return run


def listed(run, *options):
    _, printed, _ = run("audits", "--format", "json", *options)
    return json.loads(printed)["audits"]


def test_each_audit_is_listed_with_what_it_found_and_what_had_changed(acme, run):
    other = acme.plans(acme.tracker.web, "Search")
    acme.links()
    run("audit")
    acme.mia.edits(other, body=f"Blocked by: {acme.blocker.ref}")
    run("audit")

    newest, first = listed(run)

    assert (first["findings"]["error"], first["rules"]["DT101"], first["changes"]) == (1, 1, None)
    assert (newest["findings"]["error"], newest["rules"]["DT101"]) == (2, 2)
    assert (newest["changes"]["came"] > 0, newest["asked_by"], newest["sites"]) == (
        True,
        "command",
        [acme.tracker.site],
    )
    assert (newest["self_reliance"], newest["links"]) == (0.0, {"across_teams": 2, "covered": 0})
    [read] = newest["read"]
    assert (read["missed"], read["full"], read["requests"] > 0, read["unread"]) == (1, False, True, 0)
    assert newest["audit"] > first["audit"]
    assert newest["began"] >= first["ended"]
    assert listed(run, "--limit", "1") == [newest]


def test_people_read_a_row_for_each_audit_and_how_far_it_went(acme, run):
    acme.links()
    run("audit")

    status, printed, _ = run("audits")

    headings, row, *rest = printed.splitlines()
    assert (status, headings.split()[0], "a command" in row) == (0, "audit", True)
    assert any(line.startswith(f"  {acme.tracker.site}: every open issue was read: 2 issues in ") for line in rest)


def test_an_audit_that_could_not_read_says_why(acme, run):
    acme.links()
    run("audit", key="another")

    [only] = listed(run)
    _, printed, _ = run("audits")

    assert only["read"][0]["failed"]
    assert "not read to the end" in printed


@pytest.mark.usefixtures("acme")
def test_what_is_out_of_reach_is_listed_with_its_reason(tracker, run):
    tracker.loses_access()
    run("audit")

    [only] = listed(run)
    _, printed, _ = run("audits")

    told = only["read"][0]["out_of_reach"]
    assert told
    assert all(f"{one['container']} cannot be read: {one['reason']}" in printed for one in told)


def test_an_audit_that_was_interrupted_is_listed_as_not_ended(store, run):
    with store.begin() as connection:
        audits.begin(connection, audits.SCHEDULE, ["github/acme"], 1_800_000_000.0)

    [only] = listed(run)
    _, printed, _ = run("audits")

    assert (only["asked_by"], only["ended"], only["findings"]) == ("schedule", None, None)
    assert "15 Jan 2027 08:00   the schedule   not ended" in printed


@pytest.mark.usefixtures("store")
def test_a_store_without_audits_says_how_to_make_one(run):
    status, printed, _ = run("audits")

    assert status == 0
    assert printed.startswith("No audit has been made with this store yet")


@pytest.mark.parametrize("number", ["0", "-1", "many", "1e3"])
def test_a_limit_that_is_no_number_of_audits_is_refused(run, number):
    with pytest.raises(SystemExit):
        run("audits", f"--limit={number}")
