"""What is told of the audits that a store keeps."""

import re

from connectors.scanning import OutOfReach
from service.extent import Changes, Extent
from service.reports.history import document, lines
from service.store.audits import KeptAudit, Outcome

BEGAN = 1_800_000_000.0  # 15 Jan 2027 08:00 UTC
SITES = ("github/acme", "jira/acme")
HIDDEN = OutOfReach("acme/secret", "GitHub answered 403: no\x1b[2J", "give the App the permission Issues: read")
OUTCOME = Outcome(
    severities={"error": 12, "info": 3},
    rules={"DT101": 12, "DT110": 3},
    across_teams=40,
    covered=9,
    self_reliance=0.625,
    extents=(
        Extent(site="github/acme", full=True, issues=900, requests=10, deeper=5, missed=4, out_of_reach=(HIDDEN,)),
        Extent(site="jira/acme", issues=7, requests=2, unread=6, failed="no answer from Jira"),
    ),
    changes=Changes(BEGAN - 86_400, 2, 1),
)


def audit(*, lasts=90.0, outcome=OUTCOME, asked_by="schedule"):
    return KeptAudit(7, BEGAN, asked_by, SITES, BEGAN, None if lasts is None else BEGAN + lasts, outcome)


def row(one):
    headings, values, *_ = (re.split(r" {3,}", line) for line in lines([one]))
    return dict(zip(headings, values, strict=True))


def test_an_audit_is_a_row_and_its_requests_are_those_of_all_sites():
    assert row(audit()) == {
        "audit": "7",
        "began (UTC)": "15 Jan 2027 08:00",
        "asked by": "the schedule",
        "took": "2 min",
        "error": "12",
        "warning": "0",
        "info": "3",
        "report": "0",
        "new": "2",
        "gone": "1",
        "self-reliance": "62 %",
        "requests": "17",
        "missed": "4",
    }


def test_what_is_not_known_is_a_dash_and_no_zero():
    first = row(audit(outcome=Outcome()))
    under_way = row(audit(lasts=None, outcome=None))

    assert [first[name] for name in ("error", "new", "gone", "self-reliance")] == ["0", "-", "-", "-"]
    assert [under_way[name] for name in ("took", "error", "new", "requests")] == ["not ended", "-", "-", "-"]


def test_how_long_it_took_is_told_as_people_say_it():
    assert [row(audit(lasts=seconds))["took"] for seconds in (0.4, 59.4, 89 * 60, 3 * 3600)] == [
        "0 s",
        "59 s",
        "89 min",
        "3.0 h",
    ]


def test_each_site_tells_how_far_it_was_read_and_nothing_moves_the_cursor():
    told = list(lines([audit()]))

    heading, github, hidden, jira = told[-4:]
    assert heading == "Audit 7 of 15 Jan 2027 08:00 UTC"
    assert github.startswith("  github/acme: every open issue was read: 900 issues in 10 requests, ")
    assert github.endswith("of 4 changes no webhook had told.")
    assert hidden == f"  github/acme: acme/secret cannot be read: GitHub answered 403: no [2J; {HIDDEN.advice}."
    assert jira.startswith("  jira/acme: not read to the end: no answer from Jira; of what has moved 7 issues ")
    assert jira.endswith("still unread on 6 issues.")


def test_programs_are_told_the_same_with_reasons():
    [one] = document([audit(asked_by="command")])

    assert (one["asked_by"], one["began"], one["seconds"]) == ("command", "2027-01-15T08:00:00+00:00", 90.0)
    assert one["findings"] == {"error": 12, "warning": 0, "info": 3, "report": 0}
    assert one["changes"] == {"since": BEGAN - 86_400, "came": 2, "went": 1}
    assert [read["failed"] for read in one["read"]] == ["", "no answer from Jira"]
    assert one["read"][0]["out_of_reach"][0]["advice"] == HIDDEN.advice
