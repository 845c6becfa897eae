"""An organisation's own rules, lived on each tracker: they find, speak where they may, explain themselves, resolve."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.living import serving
from tests.journeys.organisation import Organisation

NAMED = 'rules = ["frozen-blocker"]'
RULE = """
[[policy.rules]]
code = "ACME101"
name = "frozen-blocker"
severity = "error"
expression = '"frozen" in blocker.labels && link.across'
message = "this waits on work that is frozen until spring"
action = "plan without it, or ask the council to thaw it"
"""
FAILING = """
[[policy.rules]]
code = "ACME102"
name = "soon-needed"
expression = "blocker.days_left < 10"
"""


@pytest.fixture
def service(tracker, store, tmp_path):
    """Serves with some rules, on the same store each time."""

    def serve(*more):
        return serving(tracker, store, tmp_path / "detour.toml", more="\n".join(more))

    return serve


@pytest.fixture
def acme(tracker, service):
    """An organisation that waits, and has a fallback: Detour's own rules have nothing to say."""
    with service(NAMED, RULE) as live:
        tracker.tells(live)
        acme = Organisation(tracker)
        acme.live = live
        acme.fallback()
        acme.links()
        live.settled()
        yield acme


def codes(live, issue):
    return {finding.code for finding in live.verdict(issue.ref).findings}


def test_it_speaks_once_explains_itself_and_resolves(acme):
    silent = acme.ours()
    acme.mia.labels(acme.blocker, "frozen")
    acme.live.settled()
    said = acme.comment()
    acme.mia.unlabels(acme.blocker, "frozen")
    acme.live.settled()

    assert silent == []
    assert said.startswith(
        "This waits on work that is frozen until spring. Plan without it, or ask the council to thaw it."
    )
    assert acme.blocker.ref in said
    assert "frozen-blocker (ACME101): This waits on work that is frozen until spring." in said
    assert acme.comment().startswith("Settled: ")
    assert acme.notified() == 1


def test_it_is_waived_by_its_code_as_its_comment_says(acme):
    acme.mia.labels(acme.blocker, "frozen")
    acme.live.settled()
    until = datetime.now(UTC).date() + timedelta(days=30)
    [line] = [line for line in acme.comment().splitlines() if "/detour waive" in line]
    command = line[line.index("/detour") :].replace("REASON", "spring is near").strip()
    acme.mia.comments(acme.waiting, command)
    acme.live.settled()

    assert command == f"/detour waive {acme.blocker.ref} ACME101 until {until} because spring is near"
    assert acme.comment().startswith("Settled: ")


def test_where_comments_do_not_name_it_it_is_found_and_says_nothing(tracker, service):
    with service(RULE) as live:
        tracker.tells(live)
        acme = Organisation(tracker)
        acme.fallback()
        acme.links()
        acme.mia.labels(acme.blocker, "frozen")
        live.settled()

        assert "ACME101" in codes(live, acme.waiting)
        assert acme.ours() == []


def test_a_changed_expression_judges_all_anew(acme, service):
    acme.mia.labels(acme.blocker, "frozen")
    acme.live.settled()
    said = acme.comment()
    with service(NAMED, RULE.replace('"frozen"', '"icy"')) as live:
        live.settled()
        changed = acme.comment()
    with service(NAMED, RULE) as live:
        live.settled()

        assert said.startswith("This waits on work that is frozen")
        assert changed.startswith("Settled: ")
        assert [text.partition(".")[0] for text in acme.shown()] == ["This waits on work that is frozen until spring"]


def test_a_rule_that_fails_on_a_link_hides_no_other(tracker, service):
    with service(NAMED, RULE, FAILING) as live:
        tracker.tells(live)
        acme = Organisation(tracker)
        acme.links()
        acme.mia.labels(acme.blocker, "frozen")
        live.settled()

        assert codes(live, acme.waiting) >= {"DT101", "ACME101"}
        assert "this waits on work that is frozen" in acme.comment()
