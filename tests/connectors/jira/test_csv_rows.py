import io
import json
from datetime import UTC, date, datetime

import pytest

from connectors.csv_stream import rows
from connectors.jira.csv_columns import NEEDED
from connectors.jira.files import host_of
from rules.assembly import assemble
from rules.model import DateSource, PlanSign, Ref, State
from rules.policy import Policy
from rules.statements import Child, Duplicate, Fallback, Source, Wait
from tests.connectors.jira.exports import SITE, reader, table


def read(*columns, **dialect):
    content = table([("Issue key", "SHOP-1"), ("Resolution", ""), *columns])
    [row] = rows(io.BytesIO(content), NEEDED)
    [facts] = reader(**dialect).facts(row.raw)
    return facts


def jira(key):
    return Ref(SITE, key)


def pairs(facts, kind):
    ends = list(kind.__dataclass_fields__)[:2]
    return [tuple(getattr(one, end).text for end in ends) for one in facts.statements if isinstance(one, kind)]


def test_a_row_tells_what_the_document_of_its_issue_tells():
    facts = read(
        ("Summary", "Pay by card"),
        ("Issue id", "10001"),
        ("Status", "In Arbeit"),
        ("Status Category", "In Progress"),
        ("Due date", "18/Dec/26 12:00 AM"),
        ("Created", "2/Nov/26 8:00 AM"),
        ("Updated", "23/Nov/26 9:00 AM"),
        ("Priority", "Highest"),
        ("Assignee", "Mia Long"),
        ("Assignee Id", "712020:11f06c30"),
        ("Labels", "web"),
        ("Labels", "pay"),
        ("Components", "Checkout"),
        ("Component/s", "Ledger"),
        ("Custom field (Team)", "Payments"),
        ("Description", 'Fallback for PAY-1: SHOP-9 (hack)\nneeds "it"'),
    )

    issue = facts.issue
    assert (issue.ref, issue.vendor_id, issue.title, issue.url) == (jira("SHOP-1"), "10001", "Pay by card", "")
    assert (issue.state, issue.signs) == (State.OPEN, PlanSign.IN_PROGRESS)
    assert (issue.needed_by, issue.needed_from) == (date(2026, 12, 18), DateSource.DUE_DATE)
    assert issue.moved == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert (issue.created, issue.priority) == (datetime(2026, 11, 2, 8, tzinfo=UTC), "Highest")
    assert (issue.labels, issue.components) == (("web", "pay"), ("Ledger", "Checkout"))
    assert (issue.fields, issue.assignees) == ((("Team", "Payments"),), ("jira:712020:11f06c30",))
    [fallback] = facts.statements
    assert (fallback.ticket, fallback.said.source) == (jira("SHOP-9"), Source.DESCRIPTION)
    assert facts.unresolved == ()


def test_no_row_tells_the_host_of_its_site():
    assert host_of(b'{"cells": {"Issue key": ["SHOP-1"], "Project url": ["https://acme.example"]}}') == ""


@pytest.mark.parametrize(
    ("columns", "state", "known"),
    [
        ([("Status Category", "To Do")], State.OPEN, True),
        ([("Status Category", "Done")], State.DONE, False),
        ([("Status Category", "Done"), ("Resolution", "Won't Do")], State.DROPPED, True),
        ([("Status Category", "No Category"), ("Resolution", "Fixed")], State.DONE, True),
        ([("Status", "Closed"), ("Resolution", "Fixed")], State.DONE, True),
        ([("Status", "Closed"), ("Resolution", "Duplicate")], State.DROPPED, True),
        ([("Status", "Done"), ("Resolution", "Unresolved")], State.OPEN, True),
        ([("Status", "Done")], State.OPEN, True),
    ],
)
def test_the_state_is_told_by_category_and_resolution_never_by_a_statuss_name(columns, state, known):
    issue = read(*columns).issue

    assert (issue.state, issue.outcome_known) == (state, known)


@pytest.mark.parametrize(("category", "closed"), [("Done", datetime(2026, 11, 20, 9, tzinfo=UTC)), ("To Do", None)])
def test_a_row_tells_when_a_done_issue_was_resolved(category, closed):
    assert read(("Status Category", category), ("Resolved", "20/Nov/26 9:00 AM")).issue.closed == closed


@pytest.mark.parametrize(
    ("column", "kind", "pair"),
    [
        ("Inward issue link (Blocks)", Wait, ("SHOP-1", "PAY-2")),
        ("Outward issue link (Blocks)", Wait, ("PAY-2", "SHOP-1")),
        ("outward issue link (blocks)", Wait, ("PAY-2", "SHOP-1")),
        ("Inward issue link (Duplicate)", Duplicate, ("PAY-2", "SHOP-1")),
        ("Outward issue link (Duplicate)", Duplicate, ("SHOP-1", "PAY-2")),
        ("Outward issue link (Fallback)", Fallback, ("PAY-2", "SHOP-1")),
        ("Sub-tasks", Child, ("PAY-2", "SHOP-1")),
        ("Parent", Child, ("SHOP-1", "PAY-2")),
        ("Parent key", Child, ("SHOP-1", "PAY-2")),
        ("Custom field (Epic Link)", Child, ("SHOP-1", "PAY-2")),
    ],
)
def test_links_stand_in_the_column_of_their_side(column, kind, pair):
    facts = read((column, "PAY-2"))

    assert pairs(facts, kind) == [pair]
    assert len(facts.statements) == 1


def test_a_column_of_links_repeats_or_was_joined_by_a_spreadsheet():
    name = "Inward issue link (Blocks)"

    assert pairs(read((name, "PAY-2"), (name, ""), (name, "PAY-3, PAY-4")), Wait) == [
        ("SHOP-1", "PAY-2"),
        ("SHOP-1", "PAY-3"),
        ("SHOP-1", "PAY-4"),
    ]


def test_the_configuration_says_what_a_type_means_before_its_name_does():
    columns = ("Outward issue link (Depends)", "PAY-2"), ("Inward issue link (Blocks)", "PAY-3")

    undecided, decided = read(*columns), read(*columns, blocking={"depends": "outward", "blocks": "neither"})

    assert (pairs(undecided, Wait), undecided.other_link_types) == ([("SHOP-1", "PAY-3")], ("Depends",))
    assert (pairs(decided, Wait), decided.other_link_types) == ([("SHOP-1", "PAY-2")], ())


@pytest.mark.parametrize("kind", ["Relates", "Cloners", "Contains(WBSGantt)", "Polaris work item link"])
def test_types_that_say_nothing_of_waiting_are_listed(kind):
    facts = read((f"Inward issue link ({kind})", "PAY-2"))

    assert (facts.statements, facts.other_link_types) == ((), (kind,))


@pytest.mark.parametrize("day", ["23/Nov/26 9:00 AM", "gestern"])
def test_a_comment_tells_its_day_and_author_before_its_text(day):
    [waiver] = read(
        ("Comment", f"{day};712020:11f0;/detour waive PAY-1 until 2026-12-01 because we can wait; really")
    ).statements

    assert (waiver.author, waiver.because) == ("jira:712020:11f0", "we can wait; really")


def test_a_comment_that_names_nobody_is_all_text():
    assert pairs(read(("Comment", "Blocked by: PAY-7; soon")), Wait) == [("SHOP-1", "PAY-7")]


@pytest.mark.parametrize(
    ("column", "text", "doubt"),
    [
        ("Due date", "03/04/2026", "due date '03/04/2026' cannot be read, or in two ways"),
        ("Updated", "gestern", "updated 'gestern' cannot be read, or in two ways"),
        ("Status Category", "Erledigt", "status category 'Erledigt' is none of Jira's English ones"),
        (
            "Inward issue link (Blocks)",
            "the payment API",
            "'the payment API' in column 'Inward issue link (Blocks)' names no issue",
        ),
        ("Due date", "9" * 100, f"due date '{'9' * 40}...' cannot be read, or in two ways"),
    ],
)
def test_what_is_not_sure_is_told_and_not_guessed(column, text, doubt):
    facts = read((column, text))

    assert facts.unresolved == (doubt,)
    assert (facts.issue.needed_by, facts.issue.moved, facts.statements) == (None, None, ())


def test_a_parent_of_which_only_the_number_is_told_is_the_issue_that_was_read_with_it():
    epic = read(("Issue id", "10001"))
    child = reader().facts(b'{"cells": {"Issue key": ["PAY-2"], "Issue id": ["10002"], "Parent id": ["10001"]}}')

    assembled = assemble([epic, *child], Policy())

    row, above = (assembled.register.find(jira(key)) for key in ("PAY-2", "SHOP-1"))
    assert assembled.columns.issues.parent[row] == above
    assert len(assembled.register.entries) == 2


@pytest.mark.parametrize("key", ["", "10001", "SHOP", "=SHOP-1", "SHOP-1 SHOP-2", "x" * 1000])
def test_a_row_of_no_issue_is_refused(key):
    with pytest.raises(ValueError, match="in column 'Issue key' is no key of an issue"):
        reader().facts(json.dumps({"cells": {"Issue key": [key], "Summary": ["x"]}}).encode())


@pytest.mark.parametrize("cells", [["B-1 " * 6_000_000], ["B-1"] * 6000, ["B-1 B-2"] * 3000])
def test_a_row_that_names_more_issues_than_any_links_to_is_refused(cells):
    with pytest.raises(ValueError, match="names more than 5000 other issues"):
        read(*(("Inward issue link (Blocks)", cell) for cell in cells))
