"""When a need brief is sure, and when it only is shown: judged on what the store has of who asks."""

from functools import partial

import pytest

from service.pipeline import judge
from service.pipeline.decisions import Decisions
from service.pipeline.judge import Judging
from service.settings import Settings
from service.speech.remarks import Tone
from service.store.briefs import briefs_on
from service.store.identities import Identities, Sighting
from service.store.leases import Leases
from service.store.neighbourhoods import around
from service.store.verdicts import verdicts_on
from service.store.work import Lane, claim, mark, waiting
from tests.drawing import SITE, Drawing, ref
from tests.service.store.remembering import look, remember

LIVE = {
    "jira": [{"name": "acme", "url": "https://acme.example", "projects": ["A", "B"]}],
    "comments": {"mode": "live"},
}


class Desk:
    """A store in which issues are judged."""

    def __init__(self, store, settings):
        self.store, self.decisions = store, Decisions(Settings.model_validate(settings))
        self.judging = Judging(store, self.decisions, speaks=True)
        self.lease = Leases(store, "test", 3600).take(SITE, "judge")

    def knows(self, drawing):
        """The store reads all that is drawn."""
        with self.store.begin() as connection:
            remember(connection, *map(look, drawing.facts.values()))

    def row(self, connection, key):
        identities = Identities(connection)
        identities.enter([Sighting(ref(key))])
        return identities.of(ref(key))

    def judged(self, key):
        """The brief and the verdict on an issue, and whether it is to be spoken on."""
        with self.store.begin() as connection:
            one = self.row(connection, key)
            mark(connection, Lane.JUDGE, [one], 0.0)
        self.judging.judge(claim(self.store, SITE, Lane.JUDGE, 1.0, 10), self.lease, 1.0)
        with self.store.begin() as connection:
            speaks = bool(waiting(connection, Lane.SPEAK, [one]))
            return briefs_on(connection, [one])[one], verdicts_on(connection, [one])[one], speaks


@pytest.fixture
def desk(store):
    return Desk(store, LIVE)


def asked(*askers):
    drawing = Drawing().open("B-1").open(*askers, planned=True)
    for asker in askers:
        drawing.waits(asker, "B-1")
    return drawing


def test_who_asks_is_an_event_by_what_never_changes(desk):
    desk.knows(asked("A-1", "A-2"))

    brief, verdict, speaks = desk.judged("B-1")

    with desk.store.begin() as connection:
        askers = {f"ask:{desk.row(connection, key)}" for key in ("A-1", "A-2")}
    assert (brief.live, brief.stale, brief.remark.tone, brief.remark.events) == (True, False, Tone.ASKED, askers)
    assert (verdict.remark, speaks) == (None, True)


def test_where_too_many_ask_to_be_loaded_the_verdict_is_made_and_the_brief_left_alone(desk, monkeypatch):
    monkeypatch.setattr(judge, "around", partial(around, limit=4))
    desk.knows(asked("A-1", "A-2", "A-3", "A-4", "A-5"))

    brief, verdict, speaks = desk.judged("B-1")

    assert (brief.stale, verdict.stale, speaks) == (True, False, False)


def test_while_a_plan_b_of_who_asks_is_not_read_yet_the_brief_waits_and_the_verdict_does_not(desk):
    desk.knows(asked("A-1").fallback("A-1", "A-9"))
    with desk.store.begin() as connection:
        unread = desk.row(connection, "A-9")
        mark(connection, Lane.READ, [unread], 0.0)

    brief, verdict, speaks = desk.judged("B-1")

    assert (brief.stale, verdict.stale, speaks) == (True, False, False)


@pytest.mark.parametrize(
    ("comments", "projects", "live"),
    [
        ({"mode": "live"}, ["B"], True),
        ({"mode": "dry-run"}, ["B"], False),
        ({"mode": "dry-run", "projects": {"B": "live"}}, ["B"], True),
        ({"mode": "live", "rules": ["DT101"]}, ["B"], False),
        ({"mode": "live", "rules": ["NEED_BRIEF"]}, ["B"], True),
        ({"mode": "live"}, ["A"], False),
        ({"mode": "live"}, [], True),
    ],
)
def test_it_may_be_said_where_detour_is_live_it_is_wanted_and_the_project_is_in_scope(store, comments, projects, live):
    site = LIVE["jira"][0] | {"projects": projects}
    desk = Desk(store, {"jira": [site], "comments": comments})
    desk.knows(asked("A-1"))

    assert desk.judged("B-1")[0].live is live


def test_an_issue_that_an_earlier_detour_judged_is_not_briefed_on_of_a_sudden(desk):
    desk.knows(asked("A-1"))
    desk.judged("B-1")
    with desk.store.begin() as connection:
        connection.exec_driver_sql("DELETE FROM brief")
        connection.exec_driver_sql("UPDATE work SET done = generation")

    brief, _, speaks = desk.judged("B-1")

    assert (brief.live, brief.remark.tone, speaks) == (True, Tone.ASKED, True)
    with desk.store.begin() as connection:
        said = connection.exec_driver_sql("SELECT role, events FROM said").fetchall()
        asker = desk.row(connection, "A-1")
    assert [(row.role, bytes(row.events)) for row in said] == [("need-brief", f'["ask:{asker}"]'.encode())]
