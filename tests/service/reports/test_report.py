"""What every format is rendered from."""

from dataclasses import replace

from service.audit import of_team
from tests.service.reports.drawn import TOMORROW, report_on, waiting


def test_a_report_narrowed_to_a_team_has_that_teams_accepted_risks_alone():
    drawing = waiting().issue("WEB-1", planned=True).waits("WEB-1", "PAY-1").needs("WEB-1", because="we sell")
    drawing.issue("OPS-1", planned=True).waits("OPS-1", "PAY-1").waiver("WEB-1", until=TOMORROW)
    report = report_on(drawing)

    shop = replace(report, audit=of_team(report.audit, "jira:SHOP"))

    assert [one.finding.issue.ref.text for one in report.accepted] == ["SHOP-2", "WEB-1"]
    assert [one.finding.issue.ref.text for one in shop.accepted] == ["SHOP-2"]
