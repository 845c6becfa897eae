"""The findings as CSV: whole, readable by any reader of CSV, and nothing in them is computed."""

import csv
import re
from io import StringIO
from itertools import islice
from pathlib import Path

import pytest

from rules.policy import Policy
from service.reports.spreadsheet import COLUMNS, in_lines, render
from tests.drawing import Drawing
from tests.service.reports.drawn import TOMORROW, hostile, report_on, waiting
from tests.service.speech.hostility import HOSTILE

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1",
    " =1+1",
    "\u200b=1",
    "\uff1d1",
    '=cmd|"/C calc"!A1',
    "-",
]


def rows_of(report):
    return list(csv.DictReader(StringIO("".join(render(report)), newline=""), strict=True))


def test_a_row_tells_of_a_finding_all_that_a_sheet_is_filtered_by():
    found = rows_of(report_on(waiting()))

    [row] = [row for row in found if (row["code"], row["issue"]) == ("DT101", "SHOP-1")]
    assert row == {
        "status": "new",
        "severity": "error",
        "code": "DT101",
        "rule": "missing-fallback",
        "team": "SHOP",
        "site": "jira/acme",
        "issue": "SHOP-1",
        "title": "Title of SHOP-1",
        "url": "",
        "needed_by": "",
        "waits_on": "PAY-1",
        "waits_on_teams": "PAY",
        "fallback": "",
        "message": "waits on PAY-1 (PAY) and no fallback is declared",
        "action": "name the ticket SHOP would do instead: Fallback for PAY-1: REF",
        "waived_until": "",
        "waived_by": "",
        "waived_because": "",
        "key": "DT101:jira/acme/SHOP-1:jira/acme/PAY-1",
    }


def test_what_is_waived_and_what_was_known_has_a_row_that_says_so():
    [first, *_] = report_on(waiting()).audit.findings

    found = rows_of(report_on(waiting(), known=[first.key]))

    assert {row["status"] for row in found if row["key"] == first.key} == {"known"}
    assert {row["status"] for row in found if row["issue"] == "SHOP-1" and row["key"] != first.key} == {"new"}
    [waived] = [row for row in found if row["status"] == "waived"]
    assert (waived["issue"], waived["code"]) == ("SHOP-2", "DT101")
    assert (waived["waived_until"], waived["waived_by"], waived["waived_because"]) == (
        TOMORROW.isoformat(),
        "jira:lead",
        "small",
    )


def test_the_links_that_only_prove_a_finding_are_not_what_its_issue_waits_on():
    drawing = Drawing().issue("SHOP-1", planned=True).open("SHOP-2", "PAY-1", "PAY-2").waits("SHOP-1", "PAY-1")
    drawing.fallback("SHOP-1", "SHOP-2").waits("SHOP-2", "PAY-2")

    [row] = [row for row in rows_of(report_on(drawing)) if row["code"] == "DT102"]

    assert (row["waits_on"], row["fallback"]) == ("PAY-1", "SHOP-2")


def test_a_cell_lists_so_much_and_counts_the_rest(monkeypatch):
    monkeypatch.setattr("service.reports.spreadsheet.MOST_LISTED", 2)
    drawing = Drawing(Policy(select=frozenset({"DT301"}))).issue("SHOP-1", planned=True)
    drawing.open("PAY-1", "OPS-1", "WEB-1", "WEB-2").waits("SHOP-1", "PAY-1", "OPS-1", "WEB-1", "WEB-2")

    [row] = rows_of(report_on(drawing))

    assert len(row["waits_on"].split("; ")) == 3
    assert row["waits_on"].endswith("; and 2 more")


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_spreadsheet_computes_what_somebody_wrote(formula):
    found = rows_of(report_on(hostile(formula)))

    [waived] = [row for row in found if row["status"] == "waived"]
    for cell in (waived["title"], waived["url"], waived["waived_because"], waived["team"]):
        assert cell.startswith("'")
    assert not [cell for row in found for cell in row.values() if cell.strip()[:1] in set("=+-@\uff1d")]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_in_its_cell(text):
    written = "".join(render(report_on(hostile(text))))

    lines = list(csv.reader(StringIO(written, newline=""), strict=True))
    assert {len(line) for line in lines} == {len(COLUMNS)}
    assert written.count("\r\n") == len(lines) == written.count("\n")
    assert written.encode("utf-8")


def test_rows_are_written_as_they_come_and_never_held():
    endless = in_lines(["a", "b"], (["x", "y\nz"] for _ in iter(int, 1)))

    assert list(islice(endless, 3)) == ["a,b\r\n", 'x,"y\nz"\r\n', 'x,"y\nz"\r\n']


def test_nothing_found_is_a_header_alone():
    assert "".join(render(report_on(Drawing().open("SHOP-1")))) == ",".join(COLUMNS) + "\r\n"


def test_the_readme_explains_every_column_in_their_order():
    readme = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
    table = readme.partition("| column | has |")[2].partition("\n\n")[0]

    named = [name for line in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", line.split(" | ")[0])]

    assert named == list(COLUMNS)
