"""What an organisation and its teams decide of severities, thresholds and assumptions."""

from datetime import date

import pytest

from rules.policy import Assumptions, TeamRules
from service.settings import SettingsError, load

TEAM = '[teams.shop]\nname = "Shop"\nowns = ["jira:SHOP"]\n'


@pytest.fixture
def settings(tmp_path):
    def written(text):
        path = tmp_path / "detour.toml"
        path.write_text(TEAM + text)
        return load(path)

    return written


def test_severities_priorities_and_working_days_reach_the_rules(settings):
    policy = settings(
        "[policy]\n"
        'severity = { DT301 = "info" }\n'
        'priorities = [["Burning", "p0"], ["p1"]]\n'
        'started_labels = ["Doing"]\n'
        "holidays = [2026-12-25]\n"
    ).policy()

    assert policy.severity == {"need-not-stated": "info"}
    assert policy.priorities == (frozenset({"burning", "p0"}), frozenset({"p1"}))
    assert policy.started_labels == {"doing"}
    assert policy.holidays == {date(2026, 12, 25)}


def test_assumptions_are_numbers_of_the_organisations_own(settings):
    policy = settings("[policy]\ndanger_odds = 0.4\n[policy.assumptions]\nodds = 0.5\nbuild = 8\n").policy()

    assert policy.assumptions == Assumptions(odds=0.5, danger_odds=0.4, build=8)


def test_a_team_decides_on_its_own_issues(settings):
    policy = settings(
        "[policy.teams.shop]\n"
        'ignore = ["deep-chain"]\n'
        'severity = { request-gone-quiet = "error" }\n'
        "[policy.teams.shop.settings.request-gone-quiet]\n"
        "quiet_days = 7\n"
    ).policy()

    decided = TeamRules(
        frozenset({"DT403"}), {"request-gone-quiet": "error"}, {"request-gone-quiet": {"quiet_days": 7}}
    )
    assert policy.team_rules == {"shop": decided}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[policy.severity]\nneed-not-statd = "info"',
            'policy.severity.need-not-statd: there is no rule "need-not-statd"; did you mean need-not-stated (DT301)?',
        ),
        (
            '[policy.severity]\nDT301 = "info"\nneed-not-stated = "error"',
            "policy.severity.need-not-stated: is a second severity for need-not-stated",
        ),
        ("[policy.teams.shp]\nignore = []", "policy.teams.shp: is no configured team; did you mean shop?"),
        (
            "[policy.teams.shop.settings.request-gone-quiet]\nquiet = 7",
            "quiet: is no setting of request-gone-quiet; did you mean quiet_days? it has quiet_days",
        ),
        ('[policy]\npriorities = [["p0"], ["P0"]]', "policy.priorities[1][0]: stands for another priority already"),
        ("[policy.assumptions]\nbuild = -1", "policy.assumptions.build: should be greater than or equal to 0"),
        ('[policy]\nholidays = ["Christmas"]', "policy.holidays[0]: should be a date without quotes"),
    ],
)
def test_what_cannot_be_meant_names_its_place_and_what_to_write(settings, text, said):
    with pytest.raises(SettingsError) as refused:
        settings(text)

    assert said in str(refused.value)
