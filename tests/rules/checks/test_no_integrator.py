from rules.policy import Owned, Policy, Specificity, Team
from rules.rule import Severity
from tests.drawing import Drawing

RULE = "no-integrator"


def pay(integrator=""):
    return Policy(teams=(Team("pay", "Payments", (Owned(Specificity.CONTAINER, "PAY", "jira"),), integrator),))


def asking(count, policy):
    """One issue of each of so many teams waits on PAY-1."""
    drawing = Drawing(policy).open("PAY-1")
    for number in range(count):
        drawing.open(f"T{number}-1").waits(f"T{number}-1", "PAY-1")
    return drawing


def test_a_team_whom_many_ask_and_where_nobody_weighs_it_is_told():
    [finding] = asking(4, pay()).findings(RULE)

    assert (finding.severity, finding.speaks) == (Severity.REPORT, False)
    assert (finding.issue.ref.text, finding.issue.title) == ("pay", "Payments")
    assert finding.message == "4 teams ask Payments for work, which names no integrator: T0, T1, T2 and T3"
    assert finding.action == "name who weighs what is asked of Payments: integrator under [teams.pay]"
    assert finding.key == "DT504:team/pay"
    assert len(finding.links) == 4


def test_a_team_with_an_integrator_is_not():
    assert asking(4, pay("@payments-pm")).findings(RULE) == []


def test_a_few_need_no_integrator():
    assert asking(3, pay()).findings(RULE) == []
    assert len(asking(3, pay()).findings(RULE, teams=2)) == 1


def test_several_asks_of_one_team_are_one_team():
    drawing = asking(3, pay()).open("T0-2").waits("T0-2", "PAY-1")

    assert drawing.findings(RULE) == []


def test_a_project_of_no_configured_team_cannot_name_one():
    assert asking(4, Policy()).findings(RULE) == []
