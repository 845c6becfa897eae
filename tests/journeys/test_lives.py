"""Random lives on a GitHub, a Jira Cloud and a Jira Data Center at once, with bad weather between them and Detour.

Whatever happened, once each issue was touched it stands as a Detour that begins with an empty store sees it.
"""

from contextlib import ExitStack

import pytest
from sqlalchemy import select

from service.speech.remarks import Tone
from service.store.connection import open_store, reading, upgrade
from service.store.tables import issue as issue_table
from service.store.verdicts import verdicts_on
from tests.journeys.lives import Life, astray, clears_up
from tests.journeys.living import serving
from tests.journeys.trackers import github, jira

STEPS = 40


def verdicts(engine):
    """By site and address: what is found, and what is to be said in other than a folded comment."""
    with reading(engine) as connection:
        rows = connection.execute(select(issue_table.c.id, issue_table.c.site, issue_table.c.ref)).all()
        known = verdicts_on(connection, [row.id for row in rows])
    return {(row.site, row.ref): _told(known[row.id]) for row in rows if row.id in known}


def _told(verdict):
    # That a blocker was seen to come only a store can tell that was there.
    found = sorted((one.code, str(one.severity), one.message) for one in verdict.findings if one.code != "DT405")
    speaks = verdict.remark is not None and verdict.remark.tone is Tone.SPOKEN
    return verdict.stale, found, verdict.remark.digest if speaks else ""


def said_on(tracker, issue):
    """The roles of our comments on an issue."""
    return [tracker.role(one) for one in tracker.hub.comments_of(issue) if one.author == tracker.hub.bot.login]


@pytest.fixture
def beginning(tmp_path):
    """Opens empty stores."""
    with ExitStack() as stack:

        def begin(name):
            engine = open_store(f"sqlite:///{tmp_path / name}.db")
            stack.callback(engine.dispose)
            upgrade(engine)
            return engine

        yield begin


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happened_each_issue_stands_as_an_empty_store_would_see_it(seed, beginning, tmp_path, monkeypatch):
    monkeypatch.setattr("service.jobs.lane.FIRST_PAUSE", 0.05)
    monkeypatch.setattr("service.jobs.lane.LONGEST_PAUSE", 0.4)
    with github() as hub, jira() as cloud, jira("datacenter", "jira/other") as server, ExitStack() as stack:
        server.web, server.pay, server.ops, server.projects = "SWEB", "SPAY", "SOPS", ("SWEB", "SPAY", "SOPS")
        trackers = (hub, cloud, server)
        old = stack.enter_context(serving(trackers, beginning("old"), tmp_path / "old.toml"))
        for tracker in trackers:
            tracker.tells(old)
        life = Life(seed, trackers, astray)
        for _ in range(STEPS):
            life.step()
        clears_up(trackers)
        fresh = stack.enter_context(serving(trackers, beginning("new"), tmp_path / "new.toml", mode="dry-run"))
        for tracker in trackers:
            tracker.tells(fresh)
        life.touches_all()
        old.settled(60)
        fresh.settled(60)

        seen = verdicts(old.engine)
        roles = {(tracker.site, issue.ref): said_on(tracker, issue) for tracker, issue in life.issues}
        ours = {one: said.count("verdict") for one, said in roles.items()}

    afresh = verdicts(fresh.engine)
    assert {one: seen[one] for one in ours} == {one: afresh[one] for one in ours}
    assert {one for one, (_, _, said) in afresh.items() if said and one in ours} <= {one for one in ours if ours[one]}
    assert max(ours.values()) == max(said.count("need-brief") for said in roles.values()) == 1
