"""What is news to a team, and what it knows afterwards."""

from datetime import date

import pytest

from service.digest.news import TOLD_AT_ONCE, news_of
from service.speech.agenda import Occasion
from service.speech.markers import Role
from service.speech.remarks import Tone
from tests.service.digest.team import day, issue, remark

MONDAY, NEXT = date(2026, 11, 23), date(2026, 11, 30)


def news(*issues, known=()):
    return news_of(issues, {one: frozenset(events) for one, events in dict(known).items()}, MONDAY, NEXT)


def refs(issues):
    return [one.ref.text for one in issues]


def test_what_is_known_is_no_news_and_nothing_at_all_is_none():
    assert not news(issue(1, "a"), issue(2), known={1: "a"})
    assert not news()


def test_an_event_that_nobody_was_told_of_is_fresh():
    found = news(issue(1, "a", "b"), issue(2, "c"), issue(3, "d"), known={1: "a", 3: "d"})

    assert refs(found.fresh) == ["WEB-1", "WEB-2"]
    assert found.known == {1: {"a", "b"}, 2: {"c"}, 3: {"d"}}


def test_an_issue_on_which_nothing_is_left_is_settled_and_one_with_something_left_is_not():
    found = news(issue(1), issue(2, "b"), known={1: "a", 2: "ab"})

    assert refs(found.settled) == ["WEB-1"]
    assert found.fresh == ()
    assert found.known == {1: frozenset(), 2: {"b"}}


def test_what_comes_back_is_fresh_again():
    gone = news(issue(1), known={1: "a"})

    assert refs(news(issue(1, "a"), known=gone.known).fresh) == ["WEB-1"]


def test_only_what_speaks_counts():
    misses = issue(1, brief=None)
    misses.remarks[Role.VERDICT] = remark("near-miss", tone=Tone.QUIET)
    folded = issue(2)
    folded.remarks[Role.VERDICT] = remark(tone=Tone.FOLDED)

    assert refs(news(misses, folded, known={2: "a"}).settled) == ["WEB-2"]
    assert news(misses).fresh == ()


def test_what_was_over_the_budget_is_told_once_and_only_while_it_holds():
    found = news(issue(1, "a", "b", held="ax"), issue(2, held="c"), known={1: "b"})

    [one] = found.untold
    assert (one.issue.ref.text, one.role, one.events) == ("WEB-1", Role.VERDICT, {"a"})
    assert found.fresh == ()


def test_an_issue_with_more_news_than_what_was_over_the_budget_is_fresh_as_well():
    assert refs(news(issue(1, "a", "b", held="a")).fresh) == ["WEB-1"]


def test_a_brief_that_was_over_the_budget_is_told_beside_a_verdict():
    asked = issue(1, "a", brief=remark("ask:2", tone=Tone.ASKED), held_brief=["ask:2"])

    found = news(asked)

    assert [(one.role, one.events) for one in found.untold] == [(Role.BRIEF, {"ask:2"})]
    assert refs(found.fresh) == ["WEB-1"]


def test_more_than_a_digest_can_tell_waits_for_the_next_and_is_not_told_as_fresh_instead():
    many = [issue(number, "a", held="a") for number in range(1, TOLD_AT_ONCE + 4)]

    found = news(*many)

    assert (len(found.untold), found.waiting, found.fresh) == (TOLD_AT_ONCE, 3, ())


@pytest.mark.parametrize(("on", "told"), [(date(2026, 11, 22), 0), (MONDAY, 1), (date(2026, 11, 29), 1), (NEXT, 0)])
def test_each_day_is_told_by_the_digest_of_its_week(on, told):
    assert len(news(issue(1, agenda=[day(on)])).days) == told


def test_days_are_in_order_and_of_their_kind():
    later, sooner = day(date(2026, 11, 27)), day(date(2026, 11, 24))
    ends = day(date(2026, 11, 25), occasion=Occasion.WAIVER_ENDS)

    found = news(issue(1, agenda=[later, ends]), issue(2, agenda=[sooner]))

    assert [one[1] for one in found.of(Occasion.DECIDE)] == [sooner, later]
    assert [one[1] for one in found.of(Occasion.WAIVER_ENDS)] == [ends]


def test_of_what_was_judged_by_less_than_there_is_nothing_is_concluded():
    found = news(issue(1, stale=True), issue(2, "b", held="b", stale=True), known={1: "a"})

    assert not found
    assert found.known == {1: {"a"}, 2: frozenset()}
