"""What must hold for every row of an export: it says what the document of its issue says, and never more than that."""

import io
import json
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from connectors.csv_stream import rows
from connectors.jira.csv_columns import NEEDED
from rules.model import Ref
from tests.connectors.jira.exports import SITE, reader, table

KEYS = st.builds("{}-{}".format, st.sampled_from(["PAY", "SHOP", "OPS"]), st.integers(1, 30))
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
TYPES = {
    "Blocks": ("is blocked by", "blocks"),
    "Duplicate": ("is duplicated by", "duplicates"),
    "Relates": ("relates to", "relates to"),
}
CATEGORIES = {"To Do": "new", "In Progress": "indeterminate", "Done": "done", "": None}
IN_JSON, IN_CSV = "%Y-%m-%dT%H:%M:%S.000+0000", "%d/%b/%y %I:%M %p"
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
    created, resolved = (moved + timedelta(minutes=draw(st.integers(0, 100_000))) for _ in range(2))
    parent, assignee, priority = draw(st.none() | KEYS), draw(WORDS), draw(WORDS)
    document = {
        "key": key,
        "id": "10001",
        "fields": {
            "summary": summary,
            "status": {"statusCategory": {"key": CATEGORIES[category]}},
            "resolution": {"name": resolution} if resolution else None,
            "duedate": due and due.isoformat(),
            "created": created.strftime(IN_JSON),
            "updated": moved.strftime(IN_JSON),
            "resolutiondate": resolved.strftime(IN_JSON),
            "priority": {"name": priority},
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
        ("Created", created.strftime(IN_CSV)),
        ("Updated", moved.strftime(IN_CSV)),
        ("Resolved", resolved.strftime(IN_CSV)),
        ("Priority", priority),
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

    assert facts.issue.ref == Ref(SITE, named["Issue key"][0].strip())
