"""A team's digest is kept as it is, and its issues are found with all that there is to tell."""

from dataclasses import replace
from datetime import date

import pytest

from service.speech.markers import Role
from service.speech.remarks import Tone
from service.store.aliases import add_alias
from service.store.digests import DigestState, Kept, Made, Told, all_kept, issues_of, keep, kept_of
from tests.service.digest.team import WAITS, day, remark
from tests.service.store.team_of_issues import briefed, gone, holds, judged

MADE = Made(WAITS, {7: frozenset("ab"), 8: frozenset()}, (Told(7, Role.BRIEF, frozenset("a")),))
KEPT = Kept("web", 5.0, 3.0, {7: frozenset("b")}, DigestState.SENDING, MADE, 2, 9.0, "it is on its way")


@pytest.fixture
def connection(store):
    with store.begin() as connection:
        yield connection


@pytest.mark.parametrize("kept", [KEPT, Kept("web", 5.0, 3.0), replace(KEPT, state=DigestState.QUIET, made=None)])
def test_a_digest_is_kept_as_it_is_and_in_the_place_of_the_earlier_one(connection, kept):
    keep(connection, replace(KEPT, note="another"))
    keep(connection, kept)
    keep(connection, replace(KEPT, team="payments"))

    assert kept_of(connection, "web") == kept
    assert all_kept(connection) == {"web": kept, "payments": replace(KEPT, team="payments")}
    assert kept_of(connection, "nobody") is None


def found(connection, *known):
    return {one.ref.text: one for one in issues_of(connection, "web", known)}


def test_issues_with_something_to_say_or_a_day_are_found_with_it(connection):
    agenda = (day(date(2026, 12, 1)),)
    judged(connection, "WEB-1", remark("a"))
    judged(connection, "acme/web#2", agenda=agenda, stale=True)
    judged(connection, "WEB-3")
    judged(connection, "PAY-1", remark("b"), team="payments")

    there = found(connection)

    assert there.keys() == {"WEB-1", "acme/web#2"}
    assert there["WEB-1"].events == {"a"}
    assert (there["WEB-1"].title, there["WEB-1"].url) == ("Title of WEB-1", "https://x/WEB-1")
    assert (there["acme/web#2"].agenda, there["acme/web#2"].stale) == (agenda, True)


def test_issues_that_were_known_are_found_while_they_are_there_and_of_the_team(connection):
    known = [judged(connection, f"WEB-{number}") for number in (1, 2)]
    moved = judged(connection, "PAY-1", team="payments")
    gone(connection, known[1])

    assert found(connection, *known, moved).keys() == {"WEB-1"}


def test_what_was_over_the_budget_comes_with_its_issue_in_each_role(connection):
    one = judged(connection, "WEB-1", remark("a"))
    asked, silent = judged(connection, "WEB-2"), judged(connection, "WEB-3")
    holds(connection, one, "a", "b")
    for brief, live in ((asked, True), (silent, False)):
        holds(connection, brief, "ask:1", role=Role.BRIEF)
        briefed(connection, brief, remark("ask:1", tone=Tone.ASKED), live=live)

    there = found(connection)

    assert there["WEB-1"].held == {Role.VERDICT: {"a", "b"}}
    assert there["WEB-1"].untold(Role.VERDICT) == {"a"}
    assert there["WEB-2"].untold(Role.BRIEF) == {"ask:1"}
    assert there["WEB-3"].untold(Role.BRIEF) == frozenset()


def test_what_a_digest_tells_of_rows_that_are_others_by_now_it_tells_of_those(connection):
    before, other, after = frozenset({"DT101:1:7"}), frozenset({"DT101:2:3"}), frozenset({"DT101:1:9"})
    made = Made(WAITS, {7: other, 9: before}, (Told(7, Role.VERDICT, before),))
    keep(connection, replace(KEPT, known={1: before, 7: other}, made=made))
    add_alias(connection, 7, 9)

    kept = kept_of(connection, "web")

    assert (kept.known, kept.made.known) == ({1: after, 9: other}, {9: after | other})
    assert kept.made.told == (Told(9, Role.VERDICT, after),)
    assert all_kept(connection) == {"web": kept}


def test_what_was_over_the_budget_of_rows_that_are_others_by_now_is_told_of_those(connection):
    one = judged(connection, "WEB-1", remark("DT101:1:9"))
    holds(connection, one, "DT101:1:7")
    add_alias(connection, 7, 9)
    asked = judged(connection, "WEB-2", remark("DT101:2:7"))

    there = found(connection)

    assert there["WEB-1"].untold(Role.VERDICT) == {"DT101:1:9"}
    assert (asked, there["WEB-2"].events) == (there["WEB-2"].issue_id, {"DT101:2:9"})
