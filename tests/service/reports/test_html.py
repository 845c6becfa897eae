import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import pairwise

import pytest

from rules.engine import Crash
from rules.model import NearMiss, State
from rules.policy import Policy
from rules.statements import Cost, FallbackKind
from service.extent import Changes, Extent
from service.reports import html
from service.reports.earlier import Earlier
from service.reports.html import sheet
from service.reports.html.page import address
from service.saved import Skipped
from tests.drawing import Drawing, ref
from tests.service.overview.drawn import TEAMS, planned, reported
from tests.service.reports.pages import read

HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script></style></svg>{{ 7 * 7 }}\u202egnp.exe\x1b[31m'
ALIVE = {"script", "img", "iframe", "object", "embed", "form", "input", "base", "foreignobject", "audio", "video"}


def page(report):
    return read("".join(html.render(report)))


def everything(title="Title"):
    """An organisation of which each part of the report has something to tell."""
    drawing = planned("SHOP-1", "SHOP-2", "SHOP-3", "APP-1").open("PAY-1", "PAY-2", "OPS-1", "CRM-1", "APP-9")
    drawing.issue("PAY-3", State.DROPPED).issue("SHOP-9", State.DONE, closed=date(2026, 5, 1))
    drawing.waits("SHOP-1", "PAY-1", "PAY-3").waits("SHOP-2", "PAY-2").waits("OPS-1", "PAY-2").waits("CRM-1", "PAY-2")
    drawing.waits("APP-1", "PAY-2").waits("SHOP-3", "OPS-1").fallback("SHOP-2", "APP-9")
    drawing.fallback("SHOP-1", "SHOP-9", against="PAY-1", kind=FallbackKind.HACK, cost=Cost(keep=1))
    drawing.waiver("APP-1", until=date(2026, 12, 24), because=title)
    for text, facts in drawing.facts.items():
        url = f"https://acme.atlassian.net/browse/{text}"
        drawing.facts[text] = replace(facts, issue=replace(facts.issue, title=title, url=url))
    return drawing


def full(title="Title", **more):
    """The report on it, with all that may have gone wrong."""
    report = reported(everything(title), policy=more.pop("policy", TEAMS), known=frozenset({"DT101:gone:gone"}))
    audit = replace(
        report.audit,
        skipped=(Skipped(title, title),),
        near_misses=((ref("SHOP-1"), NearMiss(title, title)),),
        crashes=(Crash("DT999", title, title),),
    )
    return replace(report, audit=audit, **more)


@pytest.fixture(scope="module")
def whole():
    return page(full())


def test_every_part_is_told_where_there_is_something_to_tell(whole):
    told = {one.attributes.get("id") for one in whole.every("section")}

    parts = {part.id for part in sheet.Sheet(full()).parts}
    assert parts <= told
    assert len(parts) == 11


def test_parts_of_which_there_is_nothing_to_tell_are_one_list():
    found = page(reported(planned("SHOP-1")))

    assert found.only("div", id="false").text == "False fallbacks No declared fallback is false."
    assert "false" not in {one.attributes.get("id") for one in found.every("section")}


def test_a_browser_is_told_to_run_and_load_nothing(whole):
    policy = whole.only("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"]

    digest = b64encode(sha256(whole.only("style").children[0].encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "unsafe" not in policy
    assert "script-src" not in policy


def test_nothing_in_it_runs_or_loads(whole):
    for element in whole.whole():
        assert element.tag not in ALIVE
        assert not {name for name in element.attributes if name.startswith("on") or name in {"src", "style", "srcset"}}
    [link] = whole.every("link")
    assert link.attributes["href"] == "data:,"
    assert not re.search(r"url\(|@import", whole.only("style").children[0])


def test_its_parts_are_found_by_their_names(whole):
    ids = [one.attributes["id"] for one in whole.whole() if "id" in one.attributes]

    assert len(ids) == len(set(ids))
    fragments = {one.attributes["href"][1:] for one in whole.every("a") if one.attributes["href"][0] == "#"}
    assert fragments <= set(ids)
    named = {name for one in whole.whole() for name in one.attributes.get("aria-labelledby", "").split()}
    assert named <= set(ids)


def test_headings_skip_no_level(whole):
    levels = [int(one.tag[1]) for one in whole.every("h1", "h2", "h3", "h4")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_say_what_they_are_and_which_heads_are_whose(whole):
    tables = list(whole.every("table"))

    assert tables
    for table in tables:
        assert table.only("caption").text
        assert all(one.attributes["scope"] in {"col", "row"} for one in table.every("th"))
        columns = len(list(table.only("thead").every("th")))
        for row in table.only("tbody").every("tr"):
            assert len([one for one in row.children if not isinstance(one, str)]) == columns


def test_pictures_have_a_title_and_a_description(whole):
    pictures = [one for one in whole.every("svg") if one.attributes.get("role") == "img"]

    assert len(pictures) == 2
    assert all(next(one.every("title")).text and one.only("desc").text for one in pictures)
    assert all(one.attributes.get("aria-hidden") == "true" for one in whole.every("svg") if one not in pictures)


def test_the_page_has_a_language_a_title_and_a_width_for_phones(whole):
    assert whole.only("html").attributes["lang"] == "en"
    assert next(whole.every("title")).text == "Where the plans hang, 23 Nov 2026"
    assert whole.only("meta", name="viewport").attributes["content"] == "width=device-width, initial-scale=1"


def test_hostile_texts_come_alive_nowhere():
    teams = Policy(teams=tuple(replace(team, name=f"{HOSTILE}{team.name}") for team in TEAMS.teams))

    found = page(full(HOSTILE, policy=teams))

    test_nothing_in_it_runs_or_loads(found)
    test_its_parts_are_found_by_their_names(found)
    text = found.text
    assert "<script>alert(2)" in text
    assert "{{ 7 * 7 }}" in text
    assert not re.search("[\u202e\x1b]", text)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//evil.example/x",
        "/browse/A-1",
        "file:///etc/passwd",
        "https:///x",
        "https://[bad/x",
        "https://acme.example/\u202egnp",
        "https://acme.example/" + "x" * 1000,
    ],
)
def test_only_web_addresses_become_links(url):
    assert address(url) == ""


def test_a_web_address_becomes_a_link_that_tells_nobody_where_one_came_from(whole):
    outside = [one for one in whole.every("a") if not one.attributes["href"].startswith("#")]

    assert address("http://jira.acme.example/browse/A-1?x=1&y=2") == "http://jira.acme.example/browse/A-1?x=1&y=2"
    assert {one.attributes["href"] for one in outside} >= {"https://acme.atlassian.net/browse/SHOP-1"}
    assert all(one.attributes["rel"] == "noreferrer" for one in outside)


def test_an_issue_without_a_page_is_no_link():
    found = page(reported(planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1")))

    assert all(one.attributes["href"].startswith("#") for one in found.every("a"))
    assert "SHOP-1" in found.text


def test_what_changed_since_the_baseline_is_told_if_there_is_one(whole):
    [since] = whole.every("p", **{"class": "since"})

    assert re.fullmatch(
        r"Since the baseline: \d+ new findings; 1 finding settled \(1 missing-fallback\); 0 known before\.", since.text
    )
    assert not list(page(reported(everything())).every("p", **{"class": "since"}))


def test_figures_tell_what_they_were_in_a_baseline_that_told_them():
    found = page(full(earlier=Earlier(frozenset(), date(2026, 10, 1), share=0.25, odds=0.5)))

    assert found.only("p", **{"class": "since"}).text.startswith("Since the baseline of 1 Oct 2026: ")
    ships, land, *others = (one.text for one in found.only("ul", **{"class": "tiles"}).every("li"))
    assert (ships.endswith("was 25 %"), land.endswith("was 50 %")) == (True, True)
    assert not any("was" in one for one in others)


def test_where_trackers_were_asked_it_tells_how_far_and_what_changed():
    report = reported(everything())
    extent = Extent(site="jira/acme", failed="401", issues=7, requests=1)

    found = page(replace(report, audit=replace(report.audit, extents=(extent,), changes=Changes(0, 3, 2))))

    assert found.only("p", role="alert").text.startswith("jira/acme could not be read to the end: this report")
    assert "7 issues in 1 request" in found.only("section", id="caveats").text
    assert "3 findings are new, 2 are gone" in found.only("p", **{"class": "since"}).text


def test_a_report_that_is_not_complete_says_so(whole):
    assert whole.only("p", role="alert").text.startswith("1 rule crashed: this report is not complete.")
    assert "DT999" in whole.only("section", id="caveats").text


def test_a_sign_of_percent_stays_with_its_figure():
    raw = "".join(html.render(full()))

    assert "\u00a0%" in raw
    assert " %" not in re.sub(r"<style>.*?</style>", "", raw, flags=re.DOTALL)


def many(count):
    drawing = Drawing().open("PAY-1", "OPS-1", "CRM-1")
    for at in range(count):
        drawing.issue(f"SHOP-{at}", planned=True).waits(f"SHOP-{at}", "PAY-1", "OPS-1", "CRM-1")
    return reported(drawing)


def test_lists_end_with_how_many_more_there_are(monkeypatch):
    monkeypatch.setattr(sheet, "FINDINGS", 40)
    report = many(60)
    found = page(report)

    [shop] = [one for one in found.every("details") if one.only("summary").text.startswith("Shop")]
    rows = len(list(shop.only("tbody").every("tr")))
    every = sum(1 for one in report.audit.findings if one.issue.ref.text.startswith("SHOP"))
    assert rows <= 40
    assert f"and {every - rows} more; CSV and JSON have all" in shop.text
    assert "and 45 more" in found.only("section", id="plans").text


def test_its_length_is_bounded_whatever_titles_say():
    drawing = Drawing()
    for at in range(900):
        title = "Very long title " * 100
        drawing.issue(f"SHOP-{at}", planned=True).issue(f"PAY-{at}").waits(f"SHOP-{at}", f"PAY-{at}")
        for text in (f"SHOP-{at}", f"PAY-{at}"):
            facts = drawing.facts[text]
            drawing.facts[text] = replace(facts, issue=replace(facts.issue, title=title))

    assert len("".join(html.render(reported(drawing)))) < 2_000_000


def test_what_stands_for_a_team_is_called_what_it_is():
    found = page(full(policy=Policy()))

    assert found.only("h2", id="teams-title").text == "Projects"
    assert "All findings, by project" in found.only("h2", id="findings-title").text


def test_without_issues_there_is_a_page_too():
    found = page(reported(Drawing()))

    assert found.only("h1").text == "No issues were read."
