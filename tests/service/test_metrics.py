"""What Prometheus is told parses, follows its conventions, and has no label that a stranger could add."""

import re
import shutil
import subprocess

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert

from service.inbox import Tally
from service.metrics import Metrics
from service.store.deliveries import Deliveries
from service.store.tables import audit, delivery, finding, work

NOW = 1_800_000_000.0
UNITS = ("milliseconds", "minutes", "hours", "days", "kilobytes", "mebibytes", "percent")
KINDS = ("counter", "gauge", "histogram", "summary")
FOUND = {"site": "github/acme", "ref": "acme/web#1", "container": "github:acme/web", "title": "t", "words": "w"}
FOUND |= {"digest": "d", "severity": 3, "since": 1.0, "body": b"{}"}


@pytest.fixture
def metrics(store, monkeypatch):
    monkeypatch.setattr("service.metrics.time.time", lambda: NOW)
    told = Metrics(store, Tally(kept=3), Deliveries(store), teams=("web",))
    told.received("github/acme", "kept")
    told.wrote("github/acme", "comment")
    told.asked_again("github/acme")
    told.missed("github/acme", 2)
    return told


@pytest.fixture
def busy(store):
    """A store in which everything has some figure."""
    arrived = {"site": "github/acme", "event": "issues", "digest": "d", "note": "", "body": b"x"}
    waits = {"site": "github/acme", "facets": 0, "generation": 1, "done": 0, "attempts": 0}
    with store.begin() as connection:
        for number, state in enumerate(("kept", "kept", "dead")):
            row = arrived | {"vendor_id": str(number), "received": NOW - 60 + number, "state": state}
            connection.execute(insert(delivery).values(row))
        for issue, (lane, due) in enumerate((("read", NOW - 300), ("read", NOW - 30), ("judge", NOW + 60))):
            connection.execute(insert(work).values(waits | {"lane": lane, "issue_id": issue, "due": due}))
        for key, (code, team, gone, accepted) in enumerate(FINDINGS):
            row = FOUND | {"key": str(key), "code": code, "team": team, "gone": gone, "accepted": accepted}
            connection.execute(insert(finding).values(row))
        for slot, ended in ((1.0, 60.0), (100.0, 130.0), (200.0, None)):
            row = {"slot": slot, "asked_by": "schedule", "sites": b"[]", "started": slot, "ended": ended}
            connection.execute(insert(audit).values(row))


FINDINGS = (
    ("DT101", "web", None, False),
    ("DT101", "web", None, False),
    ("DT101", "github:acme/one", None, False),
    ("DT101", "github:acme/two", None, False),
    ("DT101", "web", 5.0, False),
    ("DT101", "web", None, True),
)


def samples(metrics):
    """Each figure by its name and labels."""
    families = text_string_to_metric_families(metrics.text().decode())
    return {(one.name, *sorted(one.labels.values())): one.value for family in families for one in family.samples}


@pytest.mark.usefixtures("busy")
def test_lanes_tell_how_much_waits_and_how_old_the_oldest_is(metrics):
    told = samples(metrics)

    assert told["detour_waiting", "github/acme", "read"] == 2
    assert told["detour_lane_age_seconds", "github/acme", "read"] == 300
    assert told["detour_lane_age_seconds", "github/acme", "judge"] == 0
    assert told["detour_deliveries_age_seconds",] == 60


@pytest.mark.usefixtures("busy")
def test_findings_are_counted_by_rule_and_configured_team(metrics):
    told = {name: value for name, value in samples(metrics).items() if name[0] == "detour_findings"}

    assert told == {("detour_findings", "DT101", "web"): 2, ("detour_findings", "DT101", "other"): 2}


@pytest.mark.usefixtures("busy")
def test_audits_and_the_size_of_the_store_are_told(metrics):
    told = samples(metrics)

    assert told["detour_audits_total",] == 2
    assert told["detour_audit_last_end_timestamp_seconds",] == 130
    assert told["detour_audit_last_duration_seconds",] == 30
    assert told["detour_store_size_bytes",] > 100_000
    assert told["detour_deliveries", "dead"] == 1


def test_an_empty_store_has_figures_too(metrics):
    told = samples(metrics)

    assert told["detour_deliveries_age_seconds",] == 0
    assert told["detour_audits_total",] == 0
    assert ("detour_audit_last_end_timestamp_seconds",) not in told


@pytest.mark.usefixtures("busy")
def test_names_follow_the_conventions(metrics):
    """What ``promtool check metrics`` looks at: https://prometheus.io/docs/practices/naming/ ."""
    families = list(text_string_to_metric_families(metrics.text().decode()))

    assert [one.name for one in families if not one.documentation] == []
    for one in families:
        assert re.fullmatch(r"detour_[a-z]+(_[a-z]+)*", one.name), one.name
        assert not [word for word in one.name.split("_") if word in (*UNITS, *KINDS)], one.name
        if one.type == "counter":
            assert all(sample.name.endswith(("_total", "_created")) for sample in one.samples), one.name
        else:
            assert not one.name.endswith(("_total", "_count", "_sum", "_bucket")), one.name


@pytest.mark.usefixtures("busy")
def test_promtool_finds_nothing_wrong(metrics):
    if (promtool := shutil.which("promtool")) is None:
        pytest.skip("promtool is not here")

    checked = subprocess.run([promtool, "check", "metrics"], input=metrics.text(), capture_output=True, check=False)

    assert (checked.returncode, checked.stdout, checked.stderr) == (0, b"", b"")
