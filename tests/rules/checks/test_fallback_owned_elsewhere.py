from datetime import date

import pytest

from rules.model import DateSource, State
from rules.policy import Owned, Policy, Specificity, Team
from rules.statements import FallbackKind
from tests.drawing import Drawing, codes

RULE = "fallback-owned-elsewhere"


def owned(*projects):
    return tuple(Owned(Specificity.CONTAINER, project, "jira") for project in projects)


def waiting(policy=None):
    return Drawing(policy).issue("SHOP-1", planned=True).open("PAY-1").waits("SHOP-1", "PAY-1")


@pytest.mark.parametrize("ticket", ["PAY-2", "OPS-1"])
def test_a_ticket_of_another_team_is_no_fallback(ticket):
    drawing = waiting().open(ticket).fallback("SHOP-1", ticket)

    [finding] = drawing.findings()

    assert finding.code == "DT104"
    assert "not to SHOP" in finding.message


def test_a_finished_ticket_is_nobodys_promise_and_stands():
    drawing = waiting().issue("OPS-1", State.DONE).fallback("SHOP-1", "OPS-1")

    assert drawing.findings() == []


AWAY = {"assignees": ("jira:mia",), "needed_by": date(2026, 12, 1), "needed_from": DateSource.DUE_DATE}


@pytest.mark.parametrize(
    ("fields", "kind", "stands"),
    [
        (AWAY, FallbackKind.AWAY_TEAM, True),
        (AWAY, FallbackKind.HACK, False),
        (AWAY | {"assignees": ("jira:zoe",)}, FallbackKind.AWAY_TEAM, False),
        (AWAY | {"needed_by": None}, FallbackKind.AWAY_TEAM, False),
    ],
)
def test_an_away_teams_ticket_may_live_elsewhere_with_our_assignee_and_an_end(fields, kind, stands):
    teams = (
        Team("shop", "Shop", owned("SHOP"), members=frozenset({"jira:mia"})),
        Team("pay", "Pay", owned("PAY"), members=frozenset({"jira:zoe"})),
    )
    drawing = waiting(Policy(teams=teams)).issue("PAY-2", **fields).fallback("SHOP-1", "PAY-2", kind=kind)

    assert codes(drawing.findings()) == ([] if stands else ["DT104"])


@pytest.mark.parametrize(("ticket", "found"), [("LAB-1", []), ("PAY-2", ["DT104"])])
def test_nobodys_ticket_is_held_against_it_only_in_the_blockers_container(ticket, found):
    drawing = waiting(Policy(teams=(Team("shop", "Shop", owned("SHOP")),))).open(ticket).fallback("SHOP-1", ticket)

    assert [code for code in codes(drawing.findings()) if code != "DT505"] == found


def test_a_parents_fallback_is_judged_with_the_parents_team_as_owner():
    drawing = waiting().open("EPIC-1", "EPIC-2").part("SHOP-1", "EPIC-1").fallback("EPIC-1", "EPIC-2", against="PAY-1")

    assert drawing.findings() == []


def test_a_parents_general_fallback_does_not_descend():
    drawing = waiting().open("SHOP-8", "SHOP-9").part("SHOP-1", "SHOP-9").fallback("SHOP-9", "SHOP-8")

    assert codes(drawing.findings()) == ["DT101"]
