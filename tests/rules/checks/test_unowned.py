from rules.model import State
from rules.policy import Owned, Policy, Specificity, Team
from rules.rule import Severity
from tests.drawing import Drawing

RULE = "unowned"


def team(slug, *owns):
    return Team(slug, slug.title(), owns)


def project(key):
    return Owned(Specificity.CONTAINER, key, "jira")


def label(name):
    return Owned(Specificity.LABEL, name)


def test_a_project_of_no_team_is_reported_once_with_its_open_issues():
    policy = Policy(teams=(team("shop", project("SHOP")),))
    drawing = Drawing(policy).open("SHOP-1", "LAB-1", "LAB-2").issue("LAB-3", State.DONE)

    [finding] = drawing.findings(RULE)

    assert finding.severity is Severity.REPORT
    assert finding.issue.ref.text == "LAB"
    assert finding.message == "LAB belongs to no configured team (2 open issues)"


def test_without_configured_teams_nothing_is_unowned():
    drawing = Drawing().open("SHOP-1")

    assert drawing.findings(RULE) == []


def test_equal_claims_are_listed_once_and_the_first_team_wins():
    policy = Policy(teams=(team("pay", label("money")), team("shop", label("cart"))))
    drawing = Drawing(policy).open("LAB-2", "LAB-1", labels=("cart", "money")).issue("LAB-3", labels=("cart",))

    [finding] = [finding for finding in drawing.findings(RULE) if "equal right" in finding.message]

    assert finding.message == "pay and shop claim LAB-1 and LAB-2 with equal right; pay comes first and wins"
    assert finding.issue.team.slug == "pay"
