"""What a report tells of where asks compete."""

from rules.advice.council import agenda
from rules.policy import AdviceSettings, Policy
from service.reports import council
from tests.rules.advice.test_council import crowded


def test_the_report_names_the_teams_and_what_presses_most():
    found = agenda(crowded(Policy(advice=AdviceSettings(asking_teams=1))).graph())

    assert list(council.lines(found)) == [
        "Asks compete here, for whoever sets the priorities of all teams to weigh:",
        (
            "  PAY (4 teams and 3 tickets): PAY-3 (for 1 team; priority 2), "
            "PAY-1 (for 2 teams; needed by 01 Dec 2026), PAY-2 (for 2 teams; needed by 01 Dec 2026)"
        ),
        "  OPS (2 teams and 1 ticket): OPS-1 (for 2 teams; needed by 24 Dec 2026)",
    ]
    assert list(council.lines(())) == []


def test_the_document_has_who_waits():
    [pay] = council.document(agenda(crowded().graph()))

    assert (pay["team"], pay["asking_teams"], pay["unanswered"], pay["count"]) == ("jira:PAY", 4, 4, 3)
    assert [one["ref"] for one in pay["asks"][1]["waiting"]] == ["APP-1", "SHOP-1"]
    assert (pay["asks"][0]["urgency"], pay["asks"][0]["needed_by"]) == (2, None)
    assert pay["asks"][0]["ticket"]["ref"] == "PAY-3"
