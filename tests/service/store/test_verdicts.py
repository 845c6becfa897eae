from dataclasses import replace
from datetime import date

import msgspec
import pytest

from rules.model import Ref
from service.speech.agenda import Dated, Occasion
from service.speech.document import (
    Address,
    Code,
    Details,
    Document,
    Link,
    Mention,
    Name,
    Paragraph,
    Quoted,
    Rows,
    Strong,
    Words,
)
from service.speech.remarks import Remark, Tone
from service.store.aliases import add_alias
from service.store.verdicts import StoredFinding, StoredIssue, StoredLink, Verdict, awake, keep, verdicts_on

HERE, THERE = (StoredIssue("github/acme", f"acme/{name}#1", f"https://x/{name}", name) for name in ("web", "pay"))
FINDING = StoredFinding(
    code="DT105",
    name="fallback-dropped",
    severity="error",
    speaks=True,
    issue=HERE,
    message="the fallback acme/pay#1 was dropped",
    action="reopen it",
    fallback=THERE,
    links=(StoredLink(HERE, THERE, ("native", "text")),),
    key="DT105:acme/web#1",
)
DOCUMENT = Document(
    (
        Paragraph(
            (Strong((Words("This waits on "), Address(Ref("jira/acme", "PAY-1"), "https://x/PAY-1", "Ledger"))),)
        ),
        Rows(
            (
                (Name("payments"), Quoted("a title"), Code("/detour drop")),
                (Link("this page", "https://x/page"), Mention("mia")),
            )
        ),
        Details("More", (Paragraph((Words("hidden"),)),)),
    )
)
AGENDA = (Dated(Occasion.DECIDE, date(2026, 12, 1), "7", (Words("decide for "), Quoted("a title"))),)
REMARK = Remark(Tone.SPOKEN, frozenset({"a", "b"}), "digest", DOCUMENT, frozenset("b"))
JUDGED = Verdict(1, judged=5.0, wake_at=None, stale=False, live=True, findings=(FINDING,), remark=REMARK)


@pytest.fixture
def connection(store):
    with store.begin() as connection:
        yield connection


@pytest.mark.parametrize(
    "fields",
    [
        {"wake_at": 7.5},
        {"stale": True, "live": False},
        {"findings": (), "remark": None},
        {"team": "payments", "agenda": AGENDA, "dated": 4.0},
        {"findings": (FINDING, msgspec.structs.replace(FINDING, fallback=None, links=()))},
    ],
)
def test_a_verdict_is_kept_as_it_is(connection, fields):
    kept = replace(JUDGED, **fields)
    keep(connection, [kept])

    assert verdicts_on(connection, [1, 2]) == {1: kept}


def test_events_that_call_somebody_are_named_by_the_rows_of_now_as_all_events_are(connection):
    events = frozenset({"DT101:1:7", "DT108:1:7:8"})
    keep(connection, [replace(JUDGED, remark=replace(REMARK, events=events, calls=frozenset({"DT108:1:7:8"})))])
    add_alias(connection, 7, 9)

    kept = verdicts_on(connection, [1])[1].remark

    assert (kept.events, kept.calls) == (frozenset({"DT101:1:9", "DT108:1:9:8"}), frozenset({"DT108:1:9:8"}))


def test_a_new_verdict_takes_the_place_of_the_old_one(connection):
    keep(connection, [JUDGED, replace(JUDGED, issue_id=2)])
    later = replace(JUDGED, judged=9.0, wake_at=1.0, findings=(), remark=None)

    keep(connection, [later])

    assert verdicts_on(connection, [1, 2]) == {1: later, 2: replace(JUDGED, issue_id=2)}


@pytest.mark.parametrize(
    ("fields", "since"), [({}, 3.0), ({"team": "web"}, 9.0), ({"agenda": ()}, 9.0), ({"remark": None}, 3.0)]
)
def test_the_days_of_an_issue_are_dated_by_when_they_or_their_team_became_others(fields, since):
    before = replace(JUDGED, team="payments", agenda=AGENDA, dated=3.0)
    later = replace(JUDGED, judged=9.0, team="payments", agenda=AGENDA)

    assert replace(later, **fields).after(before).dated == since
    assert later.after(None).dated == 9.0


def test_verdicts_wake_at_their_moment_the_earliest_first(connection):
    moments = {1: 30.0, 2: 10.0, 3: None, 4: 20.0, 5: 20.5}
    keep(connection, [replace(JUDGED, issue_id=one, wake_at=moment) for one, moment in moments.items()])

    assert awake(connection, 9.9, 10) == []
    assert awake(connection, 20.0, 10) == [2, 4]
    assert awake(connection, 99.0, 3) == [2, 4, 5]


@pytest.mark.parametrize(
    ("fields", "news"),
    [
        ({"judged": 6.0, "wake_at": 7.0, "findings": ()}, False),
        ({"remark": replace(REMARK, document=Document(()))}, False),
        ({"remark": replace(REMARK, digest="something else")}, True),
        ({"remark": replace(REMARK, events=frozenset("a"))}, True),
        ({"remark": replace(REMARK, tone=Tone.FOLDED)}, True),
        ({"remark": None}, True),
        ({"stale": True}, True),
        ({"live": False}, True),
    ],
)
def test_a_verdict_is_news_if_something_else_should_be_said_or_it_may_be_said_now(fields, news):
    assert (replace(JUDGED, **fields).says != JUDGED.says) is news
