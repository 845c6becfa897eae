"""Each rule in a tracker: what people do there makes it fire, it explains itself, and what they do about it ends it."""

import pytest

from rules.engine import catalogue
from rules.rule import Reach
from service.store.connection import open_store, upgrade
from tests.journeys.living import serving
from tests.journeys.scenarios import SCENARIOS, Act
from tests.journeys.test_reports import TOLD_HERE
from tests.journeys.trackers import OPENERS

SPEAKING = ", ".join(f'"{rule.code}"' for rule in catalogue() if rule.speaks)
POLICY = f"""
rules = [{SPEAKING}]
[policy]
select = ["ALL", "need-not-understood"]
"""
TRACKERS = ("github", "cloud")


@pytest.fixture(scope="module", params=TRACKERS)
def company(request, tmp_path_factory):
    """A tracker and a live service beside it, which the scenarios share, each with issues of its own."""
    folder = tmp_path_factory.mktemp("company")
    store = open_store(f"sqlite:///{folder / 'detour.db'}")
    upgrade(store)
    with OPENERS[request.param]() as tracker:
        mia = tracker.hub.person("mia", writes=(tracker.web, tracker.pay, tracker.ops))
        chosen = {"more": POLICY, "members": [tracker.account(mia)]}
        with serving(tracker, store, folder / "detour.toml", **chosen) as live:
            tracker.tells(live)
            yield tracker, live
    store.dispose()


def found(live, act, code):
    """What a rule found on the issues of a scenario, and where."""
    verdicts = ((one, live.verdict(one.ref)) for one in act.opened)
    return [
        (issue, finding)
        for issue, verdict in verdicts
        if verdict
        for finding in verdict.findings
        if finding.code == code
    ]


@pytest.mark.parametrize("code", SCENARIOS)
def test_it_fires_explains_itself_and_resolves(company, code):
    tracker, live = company
    act = Act(tracker, live)
    story = SCENARIOS[code](act)

    words = next(story)
    live.settled()

    [(issue, finding), *_] = found(live, act, code)
    assert words in finding.message
    assert finding.action
    shown = act.shown(issue)
    assert bool(shown) or not finding.speaks
    assert not shown or finding.severity == "report" or f"({code})" in shown[0] or "Settled" in shown[0]

    assert next(story, None) is None
    live.settled()

    assert found(live, act, code) == []


def test_each_rule_has_a_scenario():
    assert list(SCENARIOS) == [rule.code for rule in catalogue() if rule.reach is not Reach.REPORT]
    assert [rule.code for rule in catalogue() if rule.reach is Reach.REPORT] == TOLD_HERE
