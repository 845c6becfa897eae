"""The rules as they are in force."""

from service.rulebook import Threshold, rulebook
from service.settings import Settings


def rule(name, **settings):
    [found] = [one for one in rulebook(Settings(**settings)) if one.name == name]
    return found


def test_a_setting_that_somebody_chose_stands_beside_its_default():
    found = rule("request-gone-quiet", policy={"settings": {"request-gone-quiet": {"quiet_days": 3}}})

    assert Threshold("quiet_days", 3, 14) in found.thresholds


def test_what_is_ignored_is_off_and_what_is_off_by_default_says_so():
    assert not rule("deep-chain", policy={"ignore": ["DT403"]}).on
    assert (rule("need-not-understood").on, rule("need-not-understood").by_default) == (False, False)


def test_it_causes_comments_only_where_they_are_to_name_it():
    assert rule("missing-fallback").comments
    assert not rule("missing-fallback", comments={"rules": ["DT102"]}).comments
    assert not rule("deep-chain", comments={"rules": ["DT102"]}).comments


def test_a_severity_that_somebody_chose_is_told():
    assert rule("missing-fallback", policy={"severity": {"DT101": "warning"}}).severity == "warning"


def test_what_a_team_decided_otherwise_is_told():
    shop = {"name": "Shop", "owns": ["jira:SHOP"]}

    found = rule("deep-chain", teams={"shop": shop}, policy={"teams": {"shop": {"ignore": ["deep-chain"]}}})

    assert found.otherwise == ("Shop: off",)


def test_rules_of_ones_own_are_told_apart():
    own = {"code": "ACME101", "name": "frozen-project", "expression": 'blocker.container == "jira:OLD"'}

    found = rule("frozen-project", policy={"rules": [own]})

    assert (found.own, rule("deep-chain").own) == (True, False)
