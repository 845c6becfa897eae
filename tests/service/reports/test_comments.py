"""What Detour would say, in each format that has room for it."""

import csv
import json
from dataclasses import replace
from io import StringIO

import pytest

from rules.model import State
from service.reports.comments import SILENCE
from service.reports.formats import OF_COMMENTS
from service.speech.mentions import Mentioning
from tests.drawing import TODAY, Drawing
from tests.service.reports.drawn import hostile, report_on, waiting
from tests.service.speech.hostility import HOSTILE


def told(name, report):
    return "".join(OF_COMMENTS[name](report))


def test_each_format_has_the_comment_of_an_issue_and_the_need_brief_of_its_blocker():
    report = report_on(waiting())

    rows = list(csv.DictReader(StringIO(told("csv", report), newline="")))
    found = json.loads(told("json", report))["comments"]

    assert [(row["issue"], row["role"]) for row in rows] == [("SHOP-1", "verdict"), ("PAY-1", "need-brief")]
    assert [(one["issue"]["ref"], one["role"]) for one in found] == [("SHOP-1", "verdict"), ("PAY-1", "need-brief")]
    assert [row["comment"] for row in rows] == [one["comment"] for one in found]
    assert "this waits on `PAY-1` and has no plan B.**" in found[0]["comment"]
    for one, text in zip(found, ("=== SHOP-1 \n\n", "=== PAY-1, need brief\n\n"), strict=True):
        assert text + one["comment"] in told("table", report)
    assert f"## `SHOP-1` `Title of SHOP-1`\n\n{found[0]['comment']}" in told("markdown", report)


def test_who_passes_the_markdown_on_calls_nobody():
    drawing = (
        Drawing().issue("acme/web#1", needed_by=TODAY, assignees=("github:@mia",)).open("acme/web#2", "acme/api#1")
    )
    drawing.waits("acme/web#1", "acme/api#1").fallback("acme/web#1", "acme/web#2")
    report = report_on(drawing)
    report = replace(report, audit=replace(report.audit, mentioning=Mentioning(assignees=True)))

    assert "@mia" in told("table", report)
    assert "@mia" not in told("markdown", report)


@pytest.mark.parametrize(
    ("name", "silence"), [("table", SILENCE), ("markdown", SILENCE), ("json", "[]"), ("csv", "comment\r\n")]
)
def test_nothing_to_say_is_told_as_such(name, silence):
    assert silence in told(name, report_on(Drawing().issue("SHOP-1", State.DONE)))


@pytest.mark.parametrize("text", HOSTILE)
def test_comments_on_hostile_issues_are_rows_that_nothing_computes(text):
    rows = list(csv.reader(StringIO(told("csv", report_on(hostile(text))), newline=""), strict=True))

    assert {len(row) for row in rows} == {6}
    assert len(rows) > 2
    assert not [cell for row in rows for cell in row if cell.lstrip()[:1] in set("=+-@")]
