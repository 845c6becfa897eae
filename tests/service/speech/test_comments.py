"""What stands on an issue, as whole examples under ``approved/`` and as laws.

After a change of wording read the examples anew: ``RENEW_APPROVED=1 .venv/bin/pytest tests/service/speech`` writes
them, and ``git diff`` shows what readers will notice.
"""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rules.engine import catalogue
from rules.model import DateSource, State
from rules.rule import Severity
from rules.statements import Said, Source, Wait
from service.speech.comments import comments_for, compose
from service.speech.document import Details, Document, Rows
from service.speech.markdown import render
from tests.drawing import TODAY, ref
from tests.service.speech.office import ACME, Office, described, waiting

APPROVED = Path(__file__).parent / "approved"


def missing_fallback():
    return (
        waiting(needed_by=date(2026, 12, 1), needed_from=DateSource.DUE_DATE)
        .issue("PAY-1")
        .writes("SHOP-1", Wait(ref("SHOP-1"), ref("PAY-1"), described("SHOP-1", "Blocked by PAY-1, sadly")))
    )


def missing_fallback_on_github():
    office = Office(ACME).issue("acme/shop#7", planned=True).open("acme/ledger#12")
    return office.waits("acme/shop#7", "acme/ledger#12")


def fallback_leans_on_blocker():
    office = waiting("PAY-1").fallback("SHOP-1", "SHOP-2", against="PAY-1").issue("PAY-2")
    return office.waits("SHOP-2", "SHOP-3").waits("SHOP-3", "PAY-2")


def fallback_leans_outside():
    return waiting("PAY-1").fallback("SHOP-1", "SHOP-2").waits("SHOP-2", "OPS-1")


def fallback_owned_elsewhere():
    return waiting("PAY-1").fallback("SHOP-1", "OPS-1")


def fallback_dropped():
    return waiting("PAY-1").issue("SHOP-4", State.DROPPED).fallback("SHOP-1", "SHOP-4")


def fallback_is_the_problem():
    return waiting("PAY-1").fallback("SHOP-1", "PAY-1")


def fallbacks_in_a_ring():
    office = waiting("PAY-1").open("QA-1").fallback("SHOP-1", "SHOP-2")
    office.waits("SHOP-2", "OPS-1").fallback("SHOP-2", "SHOP-3")
    return office.waits("SHOP-3", "QA-1").fallback("SHOP-3", "SHOP-2")


def blocker_dropped():
    said = Said(Source.LINK_TYPE, ref("SHOP-1"), "Blocks")
    return waiting().issue("PAY-1", State.DROPPED).writes("SHOP-1", Wait(ref("SHOP-1"), ref("PAY-1"), said))


def dependency_cycle():
    return (
        waiting("PAY-1").fallback("SHOP-1", "SHOP-5").issue("SHOP-5").waits("PAY-1", "OPS-1").waits("OPS-1", "SHOP-1")
    )


def several():
    office = fallback_leans_on_blocker().issue("PAY-3", State.DROPPED).waits("SHOP-1", "PAY-3")
    office.open("PAY-4", "PAY-5", "PAY-6", "PAY-7").waits("SHOP-1", "PAY-4", "PAY-5", "PAY-6", "PAY-7", "SHOP-404")
    return office.almost("SHOP-1", "Fallback for PAY-4: SHOP2", "Fallback for PAY-4: SHOP-2")


def near_miss():
    return Office(ACME).issue("SHOP-1").almost("SHOP-1", "Blocked by PAY1", "Blocked by PAY-1")


EXAMPLES = {
    "missing-fallback": (missing_fallback, "SHOP-1"),
    "missing-fallback-on-github": (missing_fallback_on_github, "acme/shop#7"),
    "fallback-leans-on-blocker": (fallback_leans_on_blocker, "SHOP-1"),
    "fallback-leans-outside": (fallback_leans_outside, "SHOP-1"),
    "fallback-owned-elsewhere": (fallback_owned_elsewhere, "SHOP-1"),
    "fallback-dropped": (fallback_dropped, "SHOP-1"),
    "fallback-is-the-problem": (fallback_is_the_problem, "SHOP-1"),
    "fallbacks-in-a-ring": (fallbacks_in_a_ring, "SHOP-1"),
    "blocker-dropped": (blocker_dropped, "SHOP-1"),
    "dependency-cycle": (dependency_cycle, "OPS-1"),
    "several": (several, "SHOP-1"),
    "near-miss": (near_miss, "SHOP-1"),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_comment_reads_as_it_was_approved(name):
    drawn, issue = EXAMPLES[name]
    path = APPROVED / f"{name}.md"

    written = drawn().comment(issue)

    if os.environ.get("RENEW_APPROVED"):
        path.write_text(written, encoding="utf-8")
    assert written == path.read_text(encoding="utf-8")


def test_every_approved_file_has_its_example():
    files = {path.stem for path in APPROVED.glob("*.md")}

    assert files == set(EXAMPLES)


@pytest.mark.parametrize("word", ["still", "must", "wrong", "fail", "violat"])
def test_no_comment_nags_or_blames(word):
    written = [drawn().comment(issue).lower() for drawn, issue in EXAMPLES.values()]
    rules = [rule.documentation().partition("\n\n")[0].lower() for rule in catalogue()]

    assert not [text for text in (*written, *rules) if word in text]


def test_an_issue_on_which_nothing_speaks_gets_no_comment():
    office = Office(ACME).open("SHOP-1", "PAY-1").waits("SHOP-1", "PAY-1", "SHOP-404")

    assert office.findings() != []
    assert office.comments() == {}


def test_what_only_reports_say_never_stands_on_an_issue():
    [finding] = missing_fallback().findings()
    report = replace(finding, severity=Severity.REPORT)

    assert compose(finding.issue, [finding]) is not None
    assert compose(finding.issue, [report]) is None


def test_at_most_five_rows_are_shown_and_the_others_counted():
    document = several().comments()["SHOP-1"]
    head, rows, more = document.blocks[:3]

    assert isinstance(rows, Rows)
    assert len(rows.lines) == 5
    assert "**7 things to settle here." in render(Document((head,)))
    assert "and 2 more on [this issue's page]" in render(Document((more,)))


def test_errors_come_first_then_codes_then_refs():
    office = fallback_leans_on_blocker().issue("PAY-3", State.DROPPED).open("PAY-4", "PAY-5")
    office.waits("SHOP-1", "SHOP-404", "PAY-5", "PAY-4", "PAY-3")

    written = office.comment()

    order = [
        "Waits on [`PAY-4`]",
        "Waits on [`PAY-5`]",
        "leans on Payments",
        "Waits on [`PAY-3`]",
        "Waits on `SHOP-404`",
    ]
    places = [written.index(words) for words in order]
    assert places == sorted(places)


def test_a_wait_without_a_plan_b_that_does_not_speak_is_a_row_and_no_headline():
    office = waiting("PAY-1").fallback("SHOP-1", "SHOP-2").issue("SHOP-2", planned=True).waits("SHOP-2", "OPS-1")

    assert list(office.comments()) == ["SHOP-1"]


def test_a_false_fallback_beside_a_standing_one_is_a_row_that_says_so():
    office = waiting("PAY-1", "PAY-2").fallback("SHOP-1", "SHOP-2", against="PAY-1")
    office.fallback("SHOP-1", "OPS-1", against="PAY-1")

    written = office.comment()

    assert written.startswith("**This waits on [`PAY-2`]")
    assert "so this does no harm. (info)" in written


def test_the_offered_waiver_names_a_day_within_ninety():
    office = missing_fallback()

    written = office.comment()

    assert f"/detour waive PAY-1 until {date(2026, 12, 23)} because REASON" in written
    assert (date(2026, 12, 23) - TODAY).days <= 90


def test_a_ring_is_ended_by_a_link_and_not_waived():
    written = dependency_cycle().comment("OPS-1")

    assert "/detour drop SHOP-1 because REASON" in written
    assert "/detour waive" not in written


def test_comments_come_by_ref_and_only_for_open_issues():
    office = missing_fallback_on_github().issue("SHOP-1", planned=True).issue("PAY-1").waits("SHOP-1", "PAY-1")
    office.issue("SHOP-9", State.DONE).almost("SHOP-9", "Blocked by 12", "Blocked by #12")

    assert list(office.comments()) == ["acme/shop#7", "SHOP-1"]


def test_a_near_miss_alone_is_folded_whole():
    [block] = near_miss().comments()["SHOP-1"].blocks

    assert isinstance(block, Details)


def test_a_long_list_of_statements_is_cut_and_a_waiver_among_them_understood():
    office = missing_fallback().waiver("SHOP-1", until=TODAY, blocker="PAY-404", because="the launch can wait")
    for number in range(10, 40):
        office.part("SHOP-1", f"EPIC-{number}")

    written = office.comment()

    assert "and 12 more\n" in written


def test_without_an_operator_no_page_is_promised():
    [(_, document)] = comments_for(*_of(missing_fallback()))

    written = render(document)

    assert "Detour wrote this. It is configured in `detour.toml`" in written
    assert "http" not in written.replace("https://acme.atlassian.net/browse/", "")


def _of(office):
    return office.graph(), office.findings(), office.assembled()
