from datetime import date

from service.overview.changes import changes
from tests.service.overview.drawn import planned, reported


def drawn():
    return planned("SHOP-1", "SHOP-2").open("PAY-1").waits("SHOP-1", "PAY-1").waits("SHOP-2", "PAY-1")


def told(drawing, known):
    report = reported(drawing, known=frozenset(known))
    return changes(report.audit, report.accepted)


def test_findings_are_new_known_or_gone():
    every = {finding.key for finding in reported(drawn()).audit.findings}
    mine = {key for key in every if key.endswith("SHOP-1:jira/acme/PAY-1")}

    found = told(drawn(), mine | {"DT105:x:y", "DT105:x:z", "DT101:x:y"})

    assert (found.new, found.known) == (len(every) - len(mine), len(mine))
    assert found.gone == (("fallback-dropped", 2), ("missing-fallback", 1))
    assert found.settled == 3


def test_what_somebody_signed_for_since_is_accepted_and_not_settled():
    key = "DT101:jira/acme/SHOP-1:jira/acme/PAY-1"

    found = told(drawn().waiver("SHOP-1", until=date(2026, 12, 24)), {key})

    assert (found.accepted, found.settled) == (1, 0)


def test_a_rule_that_is_no_more_is_told_by_its_code():
    assert told(drawn(), {"ACME1:x"}).gone == (("ACME1", 1),)
