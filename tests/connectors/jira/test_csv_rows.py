import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.csv_stream import rows
from connectors.jira.csv_columns import NEEDED
from connectors.jira.dialect import JiraDialect
from connectors.jira.files import SavedJira, host_of
from connectors.jira.issues import JiraIssues
from rules.addresses import Addresses, Site
from rules.assembly import assemble
from rules.model import Child, DateSource, Duplicate, Fallback, PlanSign, Ref, Source, State, Wait
from rules.policy import Policy

SITE = "jira/acme"
DIALECT = JiraDialect(name=SITE)


def reader(**dialect):
    issues = JiraIssues(replace(DIALECT, **dialect), Addresses([Site(SITE)]), trust_comments=True)
    return SavedJira(issues)


def table(*issues):
    """A CSV of issues, each a list of columns with their cells; columns may repeat, as Jira's do."""
    names = [name for name, _ in max(issues, key=len)]
    out = io.StringIO()
    csv.writer(out).writerows([names, *([cell for _, cell in issue] for issue in issues)])
    return out.getvalue().encode()


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
        ("Updated", "23/Nov/26 9:00 AM"),
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

    row, above = (assembled.register.row(jira(key)) for key in ("PAY-2", "SHOP-1"))
    assert assembled.columns.issues.parent[row] == above
    assert len(assembled.register.entries) == 2


@pytest.mark.parametrize("key", ["", "10001", "SHOP", "=SHOP-1", "SHOP-1 SHOP-2", "x" * 1000])
def test_a_row_of_no_issue_is_refused(key):
    with pytest.raises(ValueError, match="in column 'Issue key' is no key of an issue"):
        reader().facts(json.dumps({"cells": {"Issue key": [key], "Summary": ["x"]}}).encode())


KEYS = st.builds("{}-{}".format, st.sampled_from(["PAY", "SHOP", "OPS"]), st.integers(1, 30))
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
TYPES = {
    "Blocks": ("is blocked by", "blocks"),
    "Duplicate": ("is duplicated by", "duplicates"),
    "Relates": ("relates to", "relates to"),
}
CATEGORIES = {"To Do": "new", "In Progress": "indeterminate", "Done": "done", "": None}
DESCRIPTIONS = st.sampled_from(
    ["", "Blocked by: PAY-7", "Fallback for PAY-7: SHOP-8 (hack)\nCost: build 3d", 'a "b";\tc']
)


@st.composite
def issues(draw):
    """One issue as the API prints it, and the same as columns of an export."""
    key, summary, resolution = draw(KEYS), draw(WORDS), draw(st.sampled_from(["", "Fixed", "Won't Do", "Duplicate"]))
    category, text = draw(st.sampled_from(sorted(CATEGORIES))), draw(DESCRIPTIONS)
    labels, components = draw(st.lists(WORDS, max_size=2)), draw(st.lists(WORDS, max_size=2))
    due = draw(st.none() | st.dates(date(2000, 1, 1), date(2099, 1, 1)))
    moved = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 50_000_000)))
    links = draw(
        st.lists(st.tuples(st.sampled_from(sorted(TYPES)), st.sampled_from(["Inward", "Outward"]), KEYS), max_size=3)
    )
    parent, assignee = draw(st.none() | KEYS), draw(WORDS)
    document = {
        "key": key,
        "id": "10001",
        "fields": {
            "summary": summary,
            "status": {"statusCategory": {"key": CATEGORIES[category]}},
            "resolution": {"name": resolution} if resolution else None,
            "duedate": due and due.isoformat(),
            "updated": moved.strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
            "assignee": {"accountId": assignee},
            "labels": labels,
            "components": [{"name": name} for name in components],
            "parent": parent and {"key": parent},
            "issuelinks": [
                {
                    "type": {"name": kind, "inward": TYPES[kind][0], "outward": TYPES[kind][1]},
                    f"{side.lower()}Issue": {"key": other},
                }
                for kind, side, other in sorted(links)
            ],
            "description": text,
            "customfield_10001": "Payments",
        },
    }
    columns = [
        ("Summary", summary),
        ("Issue key", key),
        ("Issue id", "10001"),
        ("Status Category", category),
        ("Resolution", resolution),
        ("Assignee", "Somebody"),
        ("Assignee Id", assignee),
        ("Updated", moved.strftime("%d/%b/%y %I:%M %p")),
        ("Due date", due.strftime("%d/%b/%y 12:00 AM") if due else ""),
        *(("Labels", label) for label in labels),
        *(("Components", name) for name in components),
        ("Description", text),
        *((f"{side} issue link ({kind})", other) for kind, side, other in sorted(links)),
        ("Parent key", parent or ""),
        ("Custom field (Team)", "Payments"),
    ]
    return document, columns


@given(issues())
def test_an_issue_says_the_same_in_csv_and_in_json(issue):
    document, columns = issue
    read = reader()

    [row] = rows(io.BytesIO(table(columns)), NEEDED)

    assert read.facts(row.raw) == read.facts(json.dumps(document).encode())


@given(st.dictionaries(st.text(max_size=30), st.lists(st.text(max_size=30), max_size=3), max_size=5))
def test_whatever_a_row_holds_it_is_facts_or_refused(cells):
    named = {"Issue key": ["SHOP-1"], **cells}

    try:
        [facts] = reader().facts(json.dumps({"cells": named}).encode())
    except ValueError:
        return

    assert facts.issue.ref == jira(named["Issue key"][0].strip())
