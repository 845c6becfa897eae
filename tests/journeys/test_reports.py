"""What an organisation's reports find in the store of a service that runs beside its tracker, and what ends it."""

from datetime import UTC, datetime

import pytest

from service.pipeline.decisions import Decisions
from service.settings import load
from service.stored import all_kept
from tests.journeys.living import configuration, only, serving
from tests.journeys.scenarios import Act

pytestmark = only("github", "cloud")
POLICY = """
[policy.settings]
team-pair = { times = 1 }
bottleneck = { issues = 1 }
no-integrator = { teams = 1 }
"""
OTHERS = '[teams.operations]\nname = "Operations"\nowns = ["github:acme/ops", "jira:OPS", "jira:DESK"]\n'


@pytest.fixture
def report(tracker, store, tmp_path):
    """What the rule of a code reports by now, with more configuration."""

    def found(code, more=""):
        path = tmp_path / "audit.toml"
        path.write_text(configuration(tracker, more=POLICY + more))
        audit = all_kept(store, Decisions(load(path, {})), datetime.now(UTC))
        return [finding.message for finding in audit.findings if finding.code == code]

    return found


@pytest.fixture
def acme(tracker, store, tmp_path):
    with serving(tracker, store, tmp_path / "detour.toml", mode="dry-run") as live:
        tracker.tells(live)
        yield Act(tracker, live)


def two_teams_need_each_other(acme):
    acme.links()
    back = acme.opens("pay", "Refunds"), acme.opens("web", "Refunds in the shop")
    acme.mia.blocks(back[0], by=back[1])
    yield "wait on each other"
    acme.mia.closes(back[1])


def many_wait_on_one_ticket(acme):
    acme.links()
    other = acme.opens("ops", "Backups")
    acme.mia.blocks(other, by=acme.blocker)
    yield f"2 issues of other teams wait on {acme.blocker.ref}"
    acme.mia.unblocks(other, by=acme.blocker)


def a_team_answers_nobody(acme):
    with acme.past(40):
        waiting, asked = acme.opens(title="Invoices"), acme.opens("pay", "Numbers of invoices")
        acme.mia.blocks(waiting, by=asked)
    acme.mia.closes(acme.opens("pay", "Work of its own"))
    yield "without an answer for 30 days or more"
    acme.mia.comments(asked, "/detour understood")


STORIES = {"DT501": two_teams_need_each_other, "DT502": many_wait_on_one_ticket, "DT503": a_team_answers_nobody}
TOLD_HERE = [*STORIES, "DT504", "DT505"]


@pytest.mark.parametrize("code", STORIES)
def test_what_people_do_is_reported_and_ends_it(acme, report, code):
    story = STORIES[code](acme)

    words = next(story)
    acme.live.settled()
    [message] = report(code)
    assert words in message

    assert next(story, None) is None
    acme.live.settled()
    assert report(code) == []


def test_a_team_that_many_ask_names_who_weighs_it(acme, report):
    many_wait = many_wait_on_one_ticket(acme)
    next(many_wait)
    acme.live.settled()

    [message] = report("DT504")
    assert "names no integrator" in message
    next(many_wait, None)
    acme.live.settled()
    assert report("DT504") == []


def test_a_project_of_no_team_is_reported_until_the_configuration_names_one(acme, report):
    acme.opens("ops", "Backups")
    acme.live.settled()

    assert [message for message in report("DT505") if acme.tracker.ops in message]
    assert report("DT505", OTHERS) == []
