"""What calls for which way of working together, and what waiting is assumed to cost, as an organisation sets it."""

import pytest

from rules.model import Ref
from rules.policy import AdviceSettings, Assumptions
from service.settings import SettingsError, load

JIRA = '[[jira]]\nname = "acme"\nurl = "https://acme.atlassian.net"\nprojects = ["SHOP"]\n'


@pytest.fixture
def settings(tmp_path):
    def written(text, **environment):
        path = tmp_path / "detour.toml"
        path.write_text(JIRA + text)
        return load(path, environment)

    return written


def test_advice_is_given_by_the_organisations_own_thresholds(settings):
    policy = settings(
        "[policy.advice]\n"
        'practices = ["Security", "privacy"]\n'
        'initiatives = ["SHOP-1", "https://acme.atlassian.net/browse/SHOP-2"]\n'
        'central_labels = ["Company Goal"]\n'
        "central_urgency = 1\n"
        "plan_teams = 5\n"
        "pair_share = 40\n"
    ).policy()

    assert policy.advice == AdviceSettings(
        practices=("security", "privacy"),
        initiatives=(Ref("jira/acme", "SHOP-1"), Ref("jira/acme", "SHOP-2")),
        central_labels=frozenset({"company goal"}),
        central_urgency=1,
        plan_teams=5,
        pair_share=40,
    )


def test_where_nothing_is_set_the_defaults_of_the_rules_count(settings):
    policy = settings("[policy]\n").policy()

    assert (policy.advice, policy.assumptions) == (AdviceSettings(), Assumptions())


def test_the_environment_may_set_them_too(settings):
    policy = settings("", DETOUR_POLICY__ADVICE__PRACTICES="security,privacy").policy()

    assert policy.advice.practices == ("security", "privacy")


def test_what_is_critical_matters_too(settings):
    assert settings("[policy.advice]\ncritical_urgency = 3\n").policy().advice.important_urgency == 3


def test_few_priorities_are_no_error_where_no_rank_was_given(settings):
    assert settings('[policy]\npriorities = [["burning"]]\n').policy().advice == AdviceSettings()


def test_the_cost_of_waiting_is_reckoned_from_the_organisations_own_assumptions(settings):
    policy = settings("[policy.assumptions]\nlate = 15\npeople = 5\nkept = 6\n").policy()

    assert policy.assumptions == Assumptions(late=15, people=5, kept=6)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[policy.advice]\npractises = []", "policy.advice.practises: is no known key; did you mean practices?"),
        (
            '[policy.advice]\ninitiatives = ["the launch"]',
            "policy.advice.initiatives[0]: is no issue's address; write PAY-311, acme/web#12 or its URL",
        ),
        (
            '[policy.advice]\ninitiatives = ["SHOP-1", "acme/web#1"]',
            "policy.advice.initiatives[1]: is on no connected site, or on more than one: write its URL",
        ),
        ("[policy.advice]\nplan_teams = true", "policy.advice.plan_teams: should be a number, not true or false"),
        ("[policy.advice]\nplan_teams = -1", "policy.advice.plan_teams: should be greater than or equal to 0"),
        ("[policy.advice]\npair_share = 101", "policy.advice.pair_share: should be less than or equal to 100"),
        (
            "[policy.advice]\ncentral_urgency = 6",
            "policy.advice.central_urgency: should be a rank among the policy's 5 priorities, 1 for the most urgent",
        ),
        (
            "[policy.advice]\ncritical_urgency = 3\nimportant_urgency = 2",
            "policy.advice.important_urgency: should be 3 or more: what is critical matters, too",
        ),
        ("[policy.advice]\npractices = [7]", "policy.advice.practices[0]: should be text in quotes"),
        ('[policy.assumptions]\npeople = "all"', "policy.assumptions.people: should be a number, such as people = 3"),
        ("[policy.assumptions]\nkept = -1", "policy.assumptions.kept: should be greater than or equal to 0"),
    ],
)
def test_what_cannot_be_meant_names_its_place_and_what_to_write(settings, text, said):
    with pytest.raises(SettingsError) as refused:
        settings(text)

    assert said in str(refused.value)
