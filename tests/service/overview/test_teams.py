from rules.model import State
from service.overview.flows import flows
from service.overview.teams import team_lines, team_of
from tests.drawing import TODAY, Drawing
from tests.service.overview.drawn import planned, reported


def lines(drawing):
    audit = reported(drawing).audit
    return {line.team.name: line for line in team_lines(audit, flows(audit.between_teams))}


def hangs(waits, side):
    return [(getattr(one, side).name, one.uncovered) for one in waits]


def drawn():
    """Shop waits on Payments three times, with a fallback once; Payments waits on Operations."""
    drawing = planned("SHOP-1", "SHOP-2", "SHOP-3").open("SHOP-9", "PAY-1", "PAY-2", "OPS-1")
    drawing.waits("SHOP-1", "PAY-1").waits("SHOP-2", "PAY-1", "PAY-2").waits("PAY-1", "OPS-1")
    return drawing.fallback("SHOP-1", "SHOP-9")


def test_a_team_has_its_plans_on_whom_it_hangs_and_who_hangs_on_it():
    found = lines(drawn().fallback("SHOP-2", "SHOP-9", against="PAY-2"))

    shop, payments = found["Shop"], found["Payments"]
    assert (shop.plans, shop.covered_plans) == (3, 2)
    assert (shop.tally.waits_on_others, shop.tally.covered) == (3, 2)
    assert hangs(shop.hangs_on, "asked") == [("Payments", 1)]
    assert hangs(payments.hang_on_it, "waiting") == [("Shop", 1)]
    assert hangs(payments.hangs_on, "asked") == [("Operations", 1)]


def test_whoever_has_a_plan_b_for_all_waits_hangs_on_nobody():
    found = lines(planned("SHOP-1").open("PAY-1", "SHOP-9").waits("SHOP-1", "PAY-1").fallback("SHOP-1", "SHOP-9"))

    assert (found["Shop"].hangs_on, found["Payments"].hang_on_it) == ((), ())


def test_teams_whose_plans_and_waits_hang_most_come_first():
    assert list(lines(drawn())) == ["Shop", "Payments", "Operations"]


def test_a_team_has_the_odds_of_its_record_and_its_errors():
    drawing = drawn().issue("PAY-7", State.DONE, needed_by=TODAY, closed=TODAY)

    found = lines(drawing)

    assert found["Payments"].odds.known == "1 of 1 on time"
    assert (found["Shop"].errors, found["Operations"].errors) == (2, 0)


def test_flows_are_counted_by_pairs_those_that_hang_most_first():
    found = flows(reported(drawn()).audit.between_teams)

    assert [str(one) for one in found] == [
        "Shop waits on Payments: 3 open links, 1 of them with a fallback that stands",
        "Payments waits on Operations: 1 open link, with no fallback that stands",
    ]


def test_a_finding_belongs_to_the_team_of_its_issue_or_to_none():
    report = reported(Drawing().open("SHOP-1", "CRM-1", "OPS-1", planned=True).waits("SHOP-1", "OPS-1"))

    owners = {finding.code: team_of(finding) for finding in report.audit.findings}

    assert owners["DT101"].name == "Shop"
    assert owners["DT505"] is None
