"""What the bot's own record counts, and what became of each issue that it spoke on."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from rules.model import State
from rules.views import IssueView
from service.reports.record import Outcome, Record, Tally, document, lines, outcome_of, tallies
from service.speech.markers import Role
from service.speech.remarks import ALMOST, Remark, Tone
from service.speech.said import Said, SaidState
from service.store.noise import Noise
from service.store.records import Written
from tests.drawing import TODAY, ref
from tests.service.speech.office import waiting

TOLD, OTHER = "DT101:1:2", "DT101:1:3"
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def said(*events):
    return Said(generation=1, comment_id="1", state=SaidState.STANDS, events=frozenset(events))


def remark(*events, tone=Tone.SPOKEN):
    return Remark(tone, frozenset(events), "digest", None)


CLEARED, FOLDED = said(), remark(tone=Tone.FOLDED)


def became(office, left=CLEARED, stands=FOLDED):
    """What became of SHOP-1."""
    return outcome_of(IssueView(office.graph(), office.assembled().register.find(ref("SHOP-1"))), left, stands)


def covered_and_waived():
    office = waiting("PAY-1", "PAY-2").waiver("SHOP-1", until=TODAY, blocker="PAY-1")
    return office.fallback("SHOP-1", "SHOP-2", against="PAY-2")


CASES = [
    (waiting("PAY-1").fallback("SHOP-1", "SHOP-2"), Outcome.FALLBACK),
    (waiting("PAY-1").waiver("SHOP-1", until=TODAY, blocker="PAY-1"), Outcome.WAIVER),
    (waiting().issue("PAY-1"), Outcome.ENDED),
    (waiting().issue("PAY-1", State.DONE).waits("SHOP-1", "PAY-1"), Outcome.OTHERWISE),
    (waiting("PAY-1").issue("SHOP-1", State.DONE), Outcome.OTHERWISE),
    (waiting("PAY-1").issue("SHOP-1", State.GONE), Outcome.OTHERWISE),
    (waiting("PAY-1"), Outcome.OTHERWISE),
    (covered_and_waived(), Outcome.FALLBACK),
]


@pytest.mark.parametrize(("office", "outcome"), CASES)
def test_what_settled_an_issue_is_read_from_what_holds_on_it_now(office, outcome):
    assert became(office) is outcome


def test_an_issue_is_open_as_long_as_something_that_was_told_holds():
    office = waiting("PAY-1").fallback("SHOP-1", "SHOP-2")

    assert became(office, said(TOLD, OTHER), remark(OTHER)) is Outcome.OPEN
    assert became(office, said(TOLD), remark(OTHER)) is Outcome.FALLBACK
    assert became(office, said(), None) is Outcome.FALLBACK


def test_near_misses_are_no_violation_and_an_issue_that_nobody_knows_any_more_was_settled_otherwise():
    assert became(waiting("PAY-1"), said(*ALMOST), remark(*ALMOST, tone=Tone.QUIET)) is None
    assert outcome_of(None, said(), None) is Outcome.OTHERWISE


def wrote(issue, kind=Noise.COMMENT, role=Role.VERDICT, team="shop"):
    return Written(issue, role, kind, team)


def test_each_team_has_what_was_written_on_its_issues_and_an_issue_counts_once():
    written = [
        wrote(1, team="pay"),
        wrote(1),
        wrote(1, Noise.EDIT),
        wrote(2),
        wrote(3),
        wrote(4, role=Role.BRIEF),
        wrote(5, Noise.EDIT, team="pay"),
        wrote(6),
    ]
    outcomes = {1: Outcome.FALLBACK, 2: Outcome.OPEN, 3: Outcome.FALLBACK, 4: Outcome.OPEN, 6: None}

    found = tallies(written, outcomes, {"shop": 2}, {"ops": 1})

    assert found == {
        "ops": Tally(waivers=1),
        "pay": Tally(comments=1, edits=1),
        "shop": Tally(5, 1, 2, 0, Counter({Outcome.FALLBACK: 2, Outcome.OPEN: 1})),
    }


def test_the_share_acted_on_leaves_out_what_settled_itself():
    issues = Counter({Outcome.FALLBACK: 2, Outcome.WAIVER: 1, Outcome.ENDED: 1, Outcome.OTHERWISE: 3, Outcome.OPEN: 1})

    assert Tally(issues=issues).acted_on == 4 / 8
    assert Tally().acted_on is None


SHOP = Tally(3, 4, 1, 0, Counter({Outcome.FALLBACK: 1, Outcome.OPEN: 1, Outcome.OTHERWISE: 1}))
RECORD = Record(NOW - timedelta(days=30), NOW, {"pay\x1b[31m": Tally(1, 0, 0, 2, Counter()), "shop": SHOP})


def test_people_read_it_as_a_table_with_a_sum_and_with_what_nobody_knows():
    assert list(lines(RECORD))[:9] == [
        "What Detour did from 27 Oct 2026 to 26 Nov 2026 (30 days), and what came of it",
        "",
        "team       new comments   edits   commands answered   waivers   issues spoken on   acted on",
        "pay [31m   1              0       0                   2         0                  -",
        "shop       3              4       1                   0         3                  33 %",
        "all        4              4       1                   2         3                  33 %",
        "",
        "Acted on: a fallback stands (1), the risk was accepted (0), or the wait was ended (0).",
        "Settled otherwise: 1. Open: 1. Waivers are those of today.",
    ]
    assert any("digests told" in line for line in lines(RECORD))


def test_programs_read_it_as_json():
    found = document(RECORD)

    issues = {"fallback": 1, "waiver": 0, "ended": 0, "otherwise": 1, "open": 1}
    shop = {"comments": 3, "edits": 4, "commands": 1, "waivers": 0, "issues": issues, "acted_on": 1 / 3}
    assert found["teams"][1] == {"team": "shop", **shop}
    assert found["all"] == shop | {"comments": 4, "waivers": 2}
    assert (found["since"], found["until"]) == ("2026-10-27T12:00:00+00:00", "2026-11-26T12:00:00+00:00")
    assert len(found["not_known"]) == 4


def test_where_nothing_was_said_there_is_a_sum_of_nothing():
    nothing = Record(NOW - timedelta(days=1), NOW, {})

    assert "all    0 " in "\n".join(lines(nothing))
    assert document(nothing)["all"]["acted_on"] is None
