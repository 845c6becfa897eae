from datetime import date

from rules.model import State
from service.audit import Audit
from service.reports import table
from service.reports.report import Report, Screen
from tests.drawing import Drawing


def audited(drawing):
    assembled = drawing.assembled()
    findings = tuple(sorted(drawing.findings(), key=lambda finding: -finding.severity))
    audit = Audit(date(2026, 11, 23), drawing.graph(), assembled, findings, (), ("jira/acme",), (), ())
    return Report(audit, screen=Screen(width=120))


def test_a_table_shows_the_gravest_rows_and_counts_the_others(monkeypatch):
    monkeypatch.setattr(table, "MOST_ROWS", 2)
    monkeypatch.setattr(table, "MOST_REPORTS", 1)
    drawing = Drawing()
    for number in range(3):
        drawing.issue(f"SHOP-{number}", planned=True).issue(f"PAY-{number}").waits(f"SHOP-{number}", f"PAY-{number}")
        drawing.issue(f"WEB-{number}").waits(f"WEB-{number}", f"PAY-{number}")

    shown = "".join(table.render(audited(drawing)))

    assert shown.count("DT101") == 3
    assert "... and 3 more findings (1 error, 2 report); --format json lists them all" in shown


def test_the_plans_begin_with_the_headline():
    drawing = Drawing().issue("SHOP-1", planned=True).open("PAY-1").waits("SHOP-1", "PAY-1")

    shown = "".join(table.render(audited(drawing)))

    assert (
        "The only plan does not ship if no other project delivers. It hangs on PAY; the odds that it lands are 60 %.\n"
    ) in shown


def test_nothing_found_is_a_summary_alone():
    shown = "".join(table.render(audited(Drawing().issue("SHOP-1", State.DONE))))

    assert shown.splitlines()[1:] == ["Findings: none."]
