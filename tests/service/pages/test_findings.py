"""The findings as a page and as files: narrowed by what stands in the address."""

import csv
import io

import pytest

from tests.service.dashboards import HOSTILE, VIEWER, Dashboard, keep
from tests.service.overview.drawn import planned


@pytest.fixture
def pages(store):
    """SHOP-1 has a title that means harm; both wait on PAY-1."""
    drawing = planned("APP-1").issue("SHOP-1", planned=True, title=f"=cmd|calc {HOSTILE}").open("PAY-1")
    keep(store, drawing.waits("SHOP-1", "PAY-1").waits("APP-1", "PAY-1"))
    return Dashboard(store)


def test_what_is_chosen_is_shown_and_what_could_be_is_counted(pages):
    page = pages.get("/findings?team=app&rule=DT101").text

    assert '<h1 class="short">1 finding</h1>' in page
    assert "APP-1" in page
    assert "SHOP-1" not in page
    assert '<option value="shop">Shop (1)</option>' in page
    assert '<option value="app" selected>App (1)</option>' in page


def test_text_of_others_neither_runs_nor_turns_the_page_around(pages):
    page = pages.get("/findings").text

    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert len(page) < 40_000


def test_what_leads_to_the_next_page_keeps_what_was_chosen(store):
    keep(store, many(60))

    page = Dashboard(store).get("/findings?rule=DT101&sort=issue").text

    assert 'rel="next" href="/findings?rule=DT101&amp;sort=issue&amp;after=' in page


def many(count):
    drawing = planned(*(f"SHOP-{number}" for number in range(1, count + 1))).open("PAY-1")
    for number in range(1, count + 1):
        drawing.waits(f"SHOP-{number}", "PAY-1")
    return drawing


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("severity=loud", "severity is one of"),
        ("sort=colour", "sort is one of"),
        ("since=monday", "Write it as 2026-11-23"),
        ("after=nonsense", "Begin again at /findings"),
        ("q=%00", "NUL"),
    ],
)
def test_what_cannot_be_chosen_is_told_with_what_can(pages, query, words):
    answer = pages.get(f"/findings?{query}")

    assert answer.status_code == 400
    assert words in answer.text


def test_the_csv_has_all_of_them_and_no_spreadsheet_computes_a_cell(store, pages):
    rows = list(csv.DictReader(io.StringIO(pages.get("/findings.csv?rule=DT101").text)))

    assert {row["issue"] for row in rows} == {"SHOP-1", "APP-1"}
    assert {row["waits_on"] for row in rows} == {"PAY-1"}
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    keep(store, many(60))
    assert pages.get("/findings.csv?rule=DT101").text.count("\n") == 61


def test_json_and_markdown_have_the_same(pages):
    assert [one["finding"]["issue"]["ref"] for one in pages.get("/findings.json?team=app&rule=DT101").json()] == [
        "APP-1"
    ]
    answer = pages.get("/findings.markdown?rule=DT101")
    assert answer.headers["content-disposition"].endswith('.md"')
    assert "2 findings." in answer.text
    assert "`=cmd|calc </title>" in answer.text  # as code, which no Markdown brings to life


def test_who_may_not_see_an_issue_reads_nothing_of_it_in_any_file(store, pages):
    groups = [{"containers": ["jira:SHOP"], "viewers": ["group:shop"]}]
    mia = Dashboard(store, VIEWER, visibility=groups)

    for path in ("/findings", "/findings.csv", "/findings.json", "/findings.markdown"):
        assert "SHOP-1" in pages.get(path).text
        assert "SHOP-1" not in mia.get(path).text
