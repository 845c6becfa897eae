from dataclasses import replace

import pytest

from rules.engine import rule_named
from rules.model import State
from rules.rule import Finding, Severity
from rules.views import IssueView
from service.speech.markdown import render
from service.speech.remarks import ALMOST, Tone, remarks_for
from tests.drawing import ref
from tests.service.speech.office import ACME, Office, waiting

PAY_1 = "DT101:jira/acme/SHOP-1:jira/acme/PAY-1"


def test_what_speaks_is_announced_by_its_key_and_rendered_without_a_marker():
    office = waiting("PAY-1").waits("SHOP-1", "SHOP-404")

    remark = office.remark()

    assert remark.tone is Tone.SPOKEN
    assert remark.events == {PAY_1}
    assert render(remark.document) == office.comment()
    assert "<!--" not in render(remark.document)


def test_near_misses_alone_are_one_event_and_quiet():
    office = Office(ACME).issue("SHOP-1").almost("SHOP-1", "Blocked by PAY1", "Blocked by PAY-1")

    remark = office.remarks()["SHOP-1"]

    assert remark.tone is Tone.QUIET
    assert remark.events == ALMOST


@pytest.mark.parametrize("words", [["DT306"], ["dt306", "dependency-cycle"], ["Blocker-Dropped"]])
def test_only_the_named_rules_cause_a_comment_and_the_others_are_rows_in_it(words):
    office = waiting("PAY-1").issue("PAY-2", State.DROPPED).waits("SHOP-1", "PAY-2")

    remark = office.remark(speaking=words)

    assert remark.events == {"DT306:jira/acme/SHOP-1:jira/acme/PAY-2"}
    assert render(remark.document).startswith("**2 things to settle here. The first: [`PAY-2`]")
    assert "- Waits on [`PAY-1`]" in render(remark.document)


def test_an_issue_on_which_no_named_rule_speaks_is_left_alone():
    office = waiting("PAY-1")

    assert office.remarks(speaking=["DT306"]) == {}


def test_a_name_in_the_settings_does_not_make_a_silent_rule_speak():
    office = Office(ACME).issue("SHOP-1").waits("SHOP-1", "SHOP-404")

    assert [finding.code for finding in office.findings()] == ["DT404"]
    assert office.remarks(speaking=["DT404", "dangling-link"]) == {}


def test_a_finding_of_the_baseline_is_a_row_and_no_event():
    office = waiting("PAY-1", "PAY-2")
    old, new = office.findings()

    remarks = remarks_for(office.graph(), [replace(old, speaks=False), new], office.assembled())

    assert remarks[ref("SHOP-1")].events == {new.key}
    assert "- Waits on [`PAY-1`]" in render(remarks[ref("SHOP-1")].document)


def test_a_clean_issue_gets_a_remark_only_where_something_was_said_before():
    office = waiting("PAY-1").fallback("SHOP-1", "SHOP-2")

    assert office.remarks() == {}
    assert office.remarks(said_on=[ref("shop-1"), ref("SHOP-9")])["SHOP-1"].tone is Tone.FOLDED


def test_an_issue_that_was_not_judged_does_not_fold():
    office = waiting("PAY-1").issue("SHOP-8", State.DONE)
    graph, assembled = office.graph(), office.assembled()
    graph._inside[:] = False

    remarks = remarks_for(graph, [], assembled, said_on=[ref("SHOP-1"), ref("SHOP-8"), ref("PAY-404")])

    assert set(remarks) == {ref("SHOP-8")}


def test_near_misses_come_before_the_fold():
    office = waiting("PAY-1").fallback("SHOP-1", "SHOP-2").almost("SHOP-1", "Needed 2026", "Needed by 2026-12-01")

    assert office.remark().tone is Tone.QUIET


def test_newly_free_is_an_event_of_the_fold_and_never_begins_a_comment():
    office = waiting().issue("PAY-1", State.DONE).waits("SHOP-1", "PAY-1")
    graph, assembled = office.graph(), office.assembled()
    free = Finding(
        code="DT405",
        name="released",
        severity=Severity.INFO,
        speaks=True,
        subject=IssueView(graph, assembled.register.find(ref("SHOP-1"))),
        says="waits on nobody now",
        asks="start",
    )

    assert rule_named("DT405") is None or rule_named("DT405").speaks
    assert remarks_for(graph, [free], assembled) == {}
    [remark] = remarks_for(graph, [free], assembled, said_on=[ref("SHOP-1")]).values()
    assert (remark.tone, remark.events) == (Tone.FOLDED, {free.key})
    assert remark.digest == office.remark().digest
