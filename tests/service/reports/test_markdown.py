"""The report as Markdown: what it tells, that nothing in it comes alive, and that it fits into an issue."""

from dataclasses import replace
from datetime import date

import pytest

from rules.advice.council import agenda
from rules.engine import Crash
from rules.model import State
from rules.policy import AdviceSettings, Policy
from rules.statements import Cost, FallbackKind
from service.extent import Extent
from service.reports.markdown import findings, render
from service.saved import Skipped
from tests.drawing import Drawing
from tests.rules.advice.test_council import crowded
from tests.service.reports.drawn import hostile, report_on, waiting
from tests.service.speech.hostility import HOSTILE
from tests.service.speech.test_markdown import AFTERWARDS, outside_code, structure, tokens_of

SOON = date(2026, 12, 15)


def written(report):
    return "".join(render(report))


def sections(text):
    """The text under each heading of the second level."""
    body, _, _ = text.rpartition("\n\n`detour explain RULE` tells")
    return {part.partition("\n")[0]: part.partition("\n")[2].strip() for part in body.split("\n## ")[1:]}


def links_of(text):
    return {token.attrs["href"] for token in tokens_of(text) if token.type == "link_open"}


def with_urls(drawing, urls):
    for text, url in urls.items():
        facts = drawing.facts[text]
        drawing.facts[text] = replace(facts, issue=replace(facts.issue, url=url))
    return drawing


def test_it_begins_with_what_a_director_asks_first():
    drawing = Drawing().issue("SHOP-1", needed_by=SOON).open("SHOP-2", "PAY-1", "OPS-1")
    drawing.waits("SHOP-1", "PAY-1", "OPS-1").fallback("SHOP-1", "SHOP-2", against="OPS-1")

    head, _, _ = written(report_on(drawing)).partition("\n## ")

    assert head == (
        "# Waits on other teams, 23 November 2026\n\n"
        "**The only plan needed by 31 Dec 2026 does not ship if no other project delivers. "
        "It hangs on PAY; the odds that it lands are 58 %.** "
        "No teams are configured: each project stands for one. `[teams]` in the configuration names them. "
        "The fallback to build next is one for `SHOP-1` in place of `PAY-1`, "
        "which takes it from 58 % to 92 % for 5 days (assumed).\n\n"
        "- Findings: 1 error, 1 info\n"
        "- Read: 4 issues; 4 open\n"
    )


def test_findings_stand_by_team_then_by_issue_the_gravest_first():
    drawing = waiting().issue("WEB-1", planned=True).issue("WEB-2", planned=True).waits("WEB-1", "PAY-1")
    drawing.waits("WEB-2", "PAY-1").needs("WEB-2", because="we sell")

    found = sections(written(report_on(drawing)))["Findings"]

    web, shop = found.split("### ")[1:]
    assert web == (
        "WEB: 2 error, 1 warning\n\n"
        "Waits on other teams: 2, none of them with a fallback that stands.\n\n"
        "- `WEB-1` `Title of WEB-1`\n"
        "  - **error** `missing-fallback`: waits on `PAY-1` (PAY) and no fallback is declared. "
        "Name the ticket WEB would do instead: Fallback for `PAY-1`: REF.\n"
        "  - **warning** `need-not-stated`: waits on `PAY-1` and says neither why nor by when. "
        "Write on `WEB-1`: Needed because ..., or Needed by and a date.\n"
        "- `WEB-2` `Title of WEB-2`\n"
        "  - **error** `missing-fallback`: waits on `PAY-1` (PAY) and no fallback is declared. "
        "Name the ticket WEB would do instead: Fallback for `PAY-1`: REF.\n\n"
    )
    assert shop.startswith("SHOP: 1 error, 1 warning\n")


def test_what_is_only_reported_asks_for_nothing():
    found = sections(written(report_on(Drawing().open("SHOP-1", "PAY-1").waits("SHOP-1", "PAY-1"))))["Findings"]

    assert found.splitlines()[-2:] == [
        "  - **report** `missing-fallback`: waits on `PAY-1` (PAY) and no fallback is declared.",
        "  - **report** `need-not-stated`: waits on `PAY-1` and says neither why nor by when.",
    ]


@pytest.mark.parametrize(
    ("text", "url", "link"),
    [
        ("SHOP-1", "https://jira.acme.example/browse/SHOP-1", "https://jira.acme.example/browse/SHOP-1"),
        ("acme/web#1", "https://github.com/acme/web/issues/1", "https://redirect.github.com/acme/web/issues/1"),
        ("acme/web#1", "https://github.acme.example/acme/web/issues/1", None),
        ("SHOP-1", "https://jira.acme.example/browse/SHOP-2", None),
        ("SHOP-1", f"https://jira.acme.example/browse/SHOP-1?x={'x' * 300}", None),
        ("SHOP-1", "javascript:alert(1)", None),
        ("SHOP-1", "", None),
    ],
)
def test_an_issue_leads_to_its_page_where_that_leaves_no_mark_there(text, url, link):
    drawing = with_urls(Drawing().issue(text, planned=True).open("PAY-1").waits(text, "PAY-1"), {text: url})

    report = written(report_on(drawing))

    assert links_of(report) == ({link} if link else set())
    assert f"[`{text}`]({link})" in report or (link is None and f"- `{text}` `Title of" in report)


def test_what_a_finding_names_leads_there_and_what_is_to_be_copied_does_not():
    url = "https://jira.acme.example/browse/PAY-1"

    found = sections(written(report_on(with_urls(waiting(), {"PAY-1": url}))))["Findings"]

    assert f"waits on [`PAY-1`]({url}) (PAY) and" in found
    assert "instead: Fallback for `PAY-1`: REF." in found


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_others_wrote_comes_alive(text):
    report, quiet = written(report_on(hostile(text))), written(report_on(hostile("Peace")))

    kinds = {token.type for token in tokens_of(report)}
    assert not kinds & {"image", "blockquote_open", "fence", "code_block", "table_open", "s_open", "hr", "em_open"}
    assert not kinds & {"html_inline", "html_block", "hardbreak", "softbreak", "ordered_list_open", "link_open"}
    assert not [pattern.pattern for pattern in AFTERWARDS if pattern.search(outside_code(report))]
    assert structure(report) == structure(quiet)
    assert report.encode("utf-8")


def test_a_huge_audit_fits_into_an_issue_and_says_what_it_leaves_out():
    drawing = Drawing()
    for number in range(60):
        team = f"TEAM{number}"
        drawing.open(f"{team}-1", f"{team}-2").waits(f"{team}-1", f"TEAM{(number + 1) % 60}-2")
        for own in range(3, 25):
            drawing.issue(f"{team}-{own}", planned=True).waits(f"{team}-{own}", f"TEAM{(number + 7) % 60}-2")
    for text, facts in drawing.facts.items():
        url = f"https://jira.acme.example/{'x' * 150}/browse/{text}"
        drawing.facts[text] = replace(facts, issue=replace(facts.issue, title=f"{text} " + "`long` " * 50, url=url))

    report = written(report_on(drawing))

    assert 40_000 < len(report) < 65_536
    assert "more; --format json lists them all" in report
    assert "findings of other teams; --format json lists them all" in report
    assert report.endswith("Made by Detour 0.1.0.\n")


def test_a_team_with_much_to_do_is_told_the_first_of_it(monkeypatch):
    monkeypatch.setattr(findings, "MOST_OF_A_TEAM", 2)

    found = sections(written(report_on(waiting().issue("SHOP-3", planned=True).waits("SHOP-3", "PAY-1"))))["Findings"]

    assert found.count("**error**") == 2
    assert found.endswith("- and 2 more; --format json lists them all")


def test_what_lies_ahead_has_its_sections():
    drawing = Drawing().issue("APP-1", needed_by=SOON, priority="p0").issue("SHOP-1", needed_by=SOON)
    drawing.open("PAY-1", "OPS-1").issue("SHOP-9", State.DONE, closed=date(2026, 9, 1))
    drawing.waits("APP-1", "PAY-1", "OPS-1").waits("SHOP-1", "OPS-1")
    drawing.fallback("SHOP-1", "SHOP-9", kind=FallbackKind.HACK, cost=Cost(build=3, keep=2))

    found = sections(written(report_on(drawing)))

    [first, advice, costs] = found["Plans in danger"].split("\n\n")[1].splitlines()
    assert first.startswith(
        "- `APP-1` `Title of APP-1` of APP, needed by 15 Dec 2026: **36 %**, assumed; the weakest is "
    )
    assert advice.startswith(
        "  - What may help: task force, for the waiting work is of priority 1 of 5, which is critical"
    )
    assert costs.startswith("  - Waiting costs (1 - 36 %) x 10 days late x 3 people = 19.2 days (odds: assumed; late: ")
    assert found["The cheapest next fallbacks"].splitlines()[2] == (
        "- One for `APP-1` `Title of APP-1`, in place of `OPS-1` `Title of OPS-1` of OPS, takes it from 36 % to 58 % "
        "for 5 days (assumed)."
    )
    assert found["What hacks cost"].splitlines() == [
        "1 hack of 1 team: keeping costs 2 days (declared) a month, and removing will cost 2 days (assumed).",
        "",
        "- what `OPS-1` of OPS was asked for costs 1 team 2 days (declared) a month, the oldest hack since 01 Sep 2026",
    ]


def test_where_asks_compete_is_told_to_whoever_sets_priorities():
    drawing = crowded(Policy(advice=AdviceSettings(asking_teams=1)))
    assert len(agenda(drawing.graph())) == 2

    found = sections(written(report_on(drawing)))["Where asks compete"]

    assert found.splitlines()[2] == (
        "- PAY: 4 teams wait on 3 tickets of it: `PAY-3` `Title of PAY-3` (for 1 team; priority 2); "
        "`PAY-1` `Title of PAY-1` (for 2 teams; needed by 01 Dec 2026); "
        "`PAY-2` `Title of PAY-2` (for 2 teams; needed by 01 Dec 2026)"
    )


def test_accepted_risks_are_told_with_their_reason():
    assert sections(written(report_on(waiting())))["Accepted risks"].splitlines()[2] == (
        "- `SHOP-2` `Title of SHOP-2`, `missing-fallback`: waits on `PAY-1` (PAY) and no fallback is declared; "
        "accepted until 24 Nov 2026 by `jira:lead`: `small`"
    )


def test_with_a_baseline_new_findings_stand_apart_from_what_it_knew():
    keys = {finding.code: finding.key for finding in report_on(waiting()).audit.findings}

    report = written(report_on(waiting(), known=[keys["DT101"], "DT101:jira/acme/OLD-1:jira/acme/PAY-9"]))

    found = sections(report)
    assert "- Findings: 1 warning, beside 1 known before\n" in report
    assert "missing-fallback" not in found["New findings"]
    assert found["What the baseline knew"] == (
        "1 finding was known before and does not count; 1 that it knew is not found here any more.\n\n"
        "- 1 error `missing-fallback`: `SHOP-1`"
    )


def test_a_crash_and_what_could_not_be_read_are_not_passed_over():
    report = report_on(waiting())
    audit = replace(
        report.audit,
        crashes=(Crash("DT999", "odd-rule", "ValueError: <b>no</b>"),),
        skipped=tuple(Skipped(f"issues.json, line {line}", "JSON is malformed") for line in range(8)),
    )

    text = written(replace(report, audit=audit))

    assert "**This audit is not whole:** The rule `odd-rule` crashed: ValueError: `<b>no</b>`.\n" in text
    notes = sections(text)["What this audit could not know"]
    assert notes.startswith(
        "Skipped, for they could not be read (8):\n\n- `issues.json, line 0`: `JSON is malformed`\n"
    )
    assert "- and 3 more; --format json lists them all" in notes


def test_how_far_each_site_was_read_is_told():
    report = report_on(waiting())
    audit = replace(report.audit, extents=(Extent(site="github/acme", failed="HTTP 401 <b>"),))

    assert "- github/acme: not read to the end: HTTP 401 `<b>`; of what has moved 0 issues" in written(
        replace(report, audit=audit)
    )


@pytest.mark.parametrize(
    ("drawing", "words"),
    [
        (Drawing().open("SHOP-1"), "so no plan can fail. No issue waits on another project.**"),
        (
            Drawing().open("SHOP-1", "SHOP-2", "PAY-1").waits("SHOP-1", "PAY-1").fallback("SHOP-1", "SHOP-2"),
            "The only wait on another project has a fallback that stands.**",
        ),
    ],
)
def test_good_news_is_told_as_such(drawing, words):
    assert words in written(report_on(drawing))
