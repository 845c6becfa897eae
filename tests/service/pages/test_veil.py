"""What a document does not name to somebody."""

import pytest

from service.access.sight import Sight
from service.pages.veil import HIDDEN, HIDDEN_TEAM, veiled
from service.survey.shown import Ask, Flow, Issue, Team

PAY, SHOP = Team("jira:PAY", "PAY", configured=False), Team("jira:SHOP", "SHOP", configured=False)
SIGHT = Sight(closed=("jira:PAY",))


def test_a_project_that_stands_for_a_team_is_hidden_with_its_issues():
    assert veiled((Flow(SHOP, PAY, 3, 1),), SIGHT) == (Flow(SHOP, HIDDEN_TEAM, 3, 1),)


@pytest.mark.parametrize("team", [SHOP, Team("payments", "Payments", configured=True)])
def test_other_teams_are_named(team):
    assert veiled(team, SIGHT) == team


def test_whoever_sees_everything_gets_the_very_same():
    flow = Flow(SHOP, PAY, 3, 1)

    assert veiled(flow, Sight()) is flow


def test_what_was_said_on_a_hidden_issue_is_not_told_of_one_that_is_seen():
    told, secret = Issue("jira/acme", "SHOP-1", "", "Launch"), Issue("jira/acme", "PAY-1", "", "Merger")
    ask = Ask(told, SHOP, planned=True, needed_by=None, because="we merge", said_on=secret, fallback=None)

    found = veiled(ask, SIGHT)

    assert (found.issue, found.said_on, found.because) == (told, HIDDEN, "")
