from dataclasses import replace
from datetime import timedelta

import pytest

from rules.model import State
from rules.policy import Owned, Policy, Specificity, Team, TeamRules
from tests.drawing import TODAY, Drawing, codes

RULE = "waiver-expired"
DAY = timedelta(days=1)
HEARS = Policy()
SHOP = Team("shop", "Shop", (Owned(Specificity.CONTAINER, "SHOP", "jira"),))


def waiting(until, policy=HEARS, **waiver):
    drawing = Drawing(policy).issue("SHOP-1", planned=True).issue("PAY-1").waits("SHOP-1", "PAY-1")
    return drawing.waiver("SHOP-1", until=until, **waiver)


@pytest.mark.parametrize(("until", "found"), [(TODAY - DAY, 1), (TODAY, 0), (TODAY + DAY, 0), (None, 1)])
def test_a_waiver_lasts_through_its_last_day(until, found):
    assert len(waiting(until).findings(RULE)) == found


def test_one_without_a_reason_accepts_nothing():
    assert len(waiting(TODAY + DAY, because="").findings(RULE)) == 1


def test_it_is_said_alone():
    drawing = waiting(TODAY - DAY)

    assert codes([*drawing.findings(), *drawing.findings(RULE)]) == ["DT109"]


def test_it_is_said_instead_of_what_is_wrong_with_a_fallback():
    drawing = waiting(TODAY - DAY).open("PAY-2").fallback("SHOP-1", "PAY-2")

    assert codes([*drawing.findings(), *drawing.findings(RULE)]) == ["DT109"]


@pytest.mark.parametrize(
    "policy",
    [
        replace(HEARS, ignore=frozenset({"waiver-expired"})),
        replace(HEARS, teams=(SHOP,), team_rules={"shop": TeamRules(ignore=frozenset({"DT109"}))}),
    ],
    ids=["nobody", "not this team"],
)
def test_who_does_not_want_to_hear_of_waivers_hears_of_the_fallback(policy):
    assert codes(waiting(TODAY - DAY, policy).findings("missing-fallback")) == ["DT101"]


def test_what_another_team_does_not_want_to_hear_does_not_matter():
    policy = replace(HEARS, teams=(SHOP,), team_rules={"pay": TeamRules(ignore=frozenset({"DT109"}))})

    assert waiting(TODAY - DAY, policy).findings("missing-fallback") == []


def test_another_waiver_that_is_in_force_is_enough():
    drawing = waiting(TODAY - DAY).waiver("SHOP-1", until=TODAY, blocker="PAY-1")

    assert drawing.findings(RULE) == []


def test_with_a_fallback_that_stands_nothing_has_to_be_accepted():
    drawing = waiting(TODAY - DAY).open("SHOP-2").fallback("SHOP-1", "SHOP-2")

    assert drawing.findings(RULE) == []


def test_a_dropped_blocker_is_said_in_its_place():
    drawing = Drawing().issue("SHOP-1", planned=True).issue("PAY-1", State.DROPPED).waits("SHOP-1", "PAY-1")
    drawing.waiver("SHOP-1", until=TODAY - DAY)

    assert codes([*drawing.findings(), *drawing.findings(RULE)]) == ["DT306"]


def test_the_end_of_a_waiver_for_another_rule_brings_that_finding_back_and_no_more():
    drawing = waiting(TODAY - DAY, rule="request-gone-quiet")

    assert drawing.findings(RULE) == []


def test_the_message_names_the_day_and_the_line_to_write():
    [finding] = waiting(TODAY - DAY).findings(RULE)

    assert finding.message == ("waits on PAY-1 (PAY); the waiver ended on 22 Nov 2026, and no fallback stands")


def test_of_one_without_a_reason_its_day_is_not_said_to_be_over():
    [finding] = waiting(TODAY + DAY, because="").findings(RULE)

    assert finding.message == "waits on PAY-1 (PAY); the waiver gives no reason, and no fallback stands"
    assert finding.action.endswith("/detour waive PAY-1 until DATE because REASON")


def test_the_day_on_which_it_ends_is_foreseen():
    graph = waiting(TODAY + 3 * DAY).graph()

    graph.waivers.lapsed()

    assert graph.next_change == (TODAY + 4 * DAY).toordinal()
