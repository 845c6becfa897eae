"""What the circumstances of a wait are, read from a drawn organisation."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from rules.advice.counsel import Counsel
from rules.advice.dealings import dealings_of
from rules.advice.table import Model
from rules.costs.waiting import Comparisons
from rules.graph import Graph
from rules.model import State
from rules.odds.outlook import Outlook
from rules.policy import AdviceSettings, Owned, Policy, Specificity, Team
from rules.statements import FallbackKind
from rules.views import LinkView
from tests.drawing import Drawing, ref
from tests.rules.odds.drawn import organisations

CONTAINER = Specificity.CONTAINER


def waiting(policy=None, **fields):
    """SHOP-1 waits on PAY-1."""
    return Drawing(policy).issue("SHOP-1", **fields).open("PAY-1").waits("SHOP-1", "PAY-1")


def link_of(graph, blocked="SHOP-1"):
    links = (LinkView(graph, row) for row in range(len(graph.open)))
    return next(link for link in links if link.blocked.ref == ref(blocked))


def case(drawing, blocked="SHOP-1"):
    graph = drawing.graph()
    return Counsel(graph).circumstances(link_of(graph, blocked))


def policy(**advice):
    return Policy(advice=AdviceSettings(**advice))


def test_a_single_wait_is_ordinary():
    drawing = waiting()
    graph = drawing.graph()

    found = Counsel(graph).on(link_of(graph))

    assert found.model is Model.INDEPENDENT_EXECUTOR
    assert (found.circumstances.teams, found.circumstances.asking, found.circumstances.meetings) == (2, 1, 1)


def test_a_plan_needs_the_teams_of_its_parts_and_those_they_ask():
    drawing = waiting(planned=True).open("SHOP-2", "APP-1", "OPS-1", "OPS-2").issue("WEB-1", State.DONE)
    drawing.part("SHOP-2", "SHOP-1").part("APP-1", "SHOP-1").part("WEB-1", "SHOP-1")

    assert case(drawing.waits("SHOP-2", "OPS-1", "OPS-2")).teams == 4


def test_a_part_shares_the_teams_of_its_plan():
    drawing = Drawing().open("SHOP-1", "SHOP-2", "PAY-1", "OPS-1", planned=True).part("SHOP-2", "SHOP-1")

    assert case(drawing.waits("SHOP-1", "OPS-1").waits("SHOP-2", "PAY-1"), "SHOP-2").teams == 3


@pytest.mark.parametrize(
    ("blocked", "blocker", "practice"),
    [
        (("Security", "bug"), (), "security"),
        ((), ("accessibility",), "accessibility"),
        (("insecurity",), ("bug",), ""),
        (("performance", "security"), (), "security"),
    ],
)
def test_the_label_of_a_practice_may_stand_on_either_side(blocked, blocker, practice):
    drawing = waiting(labels=blocked).issue("PAY-1", labels=blocker)

    assert case(drawing).practice == practice


@pytest.mark.parametrize(
    ("settings", "fields", "central"),
    [
        ({"initiatives": (ref("EPIC-1"),)}, {}, "one of the initiatives that the policy names"),
        ({"initiatives": (ref("epic-1"),)}, {}, "one of the initiatives that the policy names"),
        ({"initiatives": (ref("EPIC-2"),)}, {}, ""),
        ({"central_labels": frozenset({"company goal"})}, {"labels": ("Company Goal",)}, "the label company goal"),
        ({"central_labels": frozenset({"company goal"})}, {"labels": ("goal",)}, ""),
        ({"central_urgency": 1}, {"priority": "P0"}, "priority 1"),
        ({"central_urgency": 1}, {"priority": "P1"}, ""),
        ({}, {"priority": "P0"}, ""),
    ],
)
def test_what_the_policy_calls_a_priority_of_all_holds_for_the_parts_too(settings, fields, central):
    drawing = waiting(policy(**settings)).issue("EPIC-1", **fields).part("SHOP-1", "EPIC-1")

    assert case(drawing).central == central


def test_who_waits_on_the_asked_team_and_what_it_left_unanswered_is_counted():
    drawing = waiting().open("APP-1", "APP-2", "PAY-2", "PAY-4").issue("PAY-3", planned=True).understood("PAY-4")
    drawing.waits("APP-1", "PAY-2").waits("APP-2", "PAY-3", "PAY-4")

    found = case(drawing)

    assert (found.asking, found.unanswered) == (2, 2)


def test_links_count_either_way_and_plans_one_way():
    drawing = waiting(planned=True).open("SHOP-2", "SHOP-3", "PAY-2", planned=True).open("OPS-1")
    drawing.waits("PAY-2", "SHOP-2").waits("SHOP-3", "OPS-1").waits("SHOP-2", "PAY-1")

    found = case(drawing)

    assert (found.meetings, found.waiting_plans, found.plans) == (3, 2, 3)


def test_an_answer_about_an_away_team_counts_where_the_fallback_is_declared():
    drawing = waiting().open("EPIC-1", "SHOP-9").part("SHOP-1", "EPIC-1").needs("EPIC-1", away_team=False)

    assert case(drawing).answer is None
    assert case(drawing.fallback("EPIC-1", "SHOP-9", against="PAY-1")).answer is False
    assert case(drawing.needs("SHOP-1", away_team=True)).answer is True


def test_what_the_asked_team_wrote_on_its_own_issue_answers_all_who_ask_and_what_is_said_of_one_wait_counts_first():
    drawing = waiting().needs("PAY-1", away_team=True)

    assert (case(drawing).answer, Counsel(drawing.graph()).on(link_of(drawing.graph())).model) == (
        True,
        Model.AWAY_TEAM,
    )
    assert case(drawing.needs("SHOP-1", away_team=False)).answer is False


def test_a_blocker_that_waits_on_another_team_tells_of_the_answer_that_it_was_given():
    drawing = waiting().needs("PAY-1", away_team=True).open("OPS-1").waits("PAY-1", "OPS-1")

    assert case(drawing).answer is None
    assert case(drawing, "PAY-1").answer is True


@pytest.mark.parametrize(
    ("ticket", "state", "kind", "theirs"),
    [
        ("SHOP-9", State.OPEN, FallbackKind.HACK, False),
        ("PAY-9", State.OPEN, FallbackKind.HACK, True),
        ("PAY-9", State.DROPPED, FallbackKind.HACK, False),
        ("PAY-1", State.OPEN, FallbackKind.OTHER, False),
        ("SHOP-9", State.OPEN, FallbackKind.AWAY_TEAM, True),
    ],
)
def test_a_fallback_in_the_other_teams_project_is_work_in_their_code(ticket, state, kind, theirs):
    drawing = waiting().issue(ticket, state).fallback("SHOP-1", ticket, kind=kind)

    assert case(drawing).in_their_code is theirs


def test_an_integrator_is_named_in_the_teams_configuration():
    pay = Team("pay", "Payments", (Owned(CONTAINER, "PAY", "jira"),), integrator="@payments-pm")

    assert case(waiting(Policy(teams=(pay,)))).integrator is True
    assert case(waiting(Policy(teams=(replace(pay, integrator=""),)))).integrator is False


@pytest.mark.parametrize(
    ("needed_by", "days"),
    [
        (date(2026, 12, 7), (10, "until it is needed")),
        (date(2026, 11, 20), (5, "assumed")),
        (None, (5, "assumed")),
    ],
)
def test_lent_people_are_away_until_the_work_is_needed(needed_by, days):
    found = case(waiting(needed_by=needed_by))

    assert (found.days, found.days_known) == days


def test_of_a_supplier_and_of_dropped_work_nothing_can_be_brought_forward():
    drawing = Drawing(Policy(vendors=("Stripe",))).issue("SHOP-1", priority="p0").waits("SHOP-1", "vendor:Stripe")
    dropped = waiting(priority="p0").issue("PAY-1", State.DROPPED)

    assert (case(drawing).supplier, case(drawing).ended) == (True, False)
    assert (case(dropped).supplier, case(dropped).ended) == (False, True)


def test_advice_on_a_part_of_the_model_takes_the_dealings_of_the_whole():
    whole = waiting().open("APP-1", "WEB-1", "OPS-1").waits("APP-1", "PAY-1").waits("WEB-1", "PAY-1")
    whole = whole.waits("OPS-1", "PAY-1").graph()
    part = waiting().graph()
    of_the_whole = Graph(
        part.columns,
        as_of=part.as_of,
        policy=part.policy,
        experience=replace(part.experience, dealings=dealings_of(whole)),
    )

    assert Counsel(whole).on(link_of(whole)).model is Model.INTEGRATOR
    assert Counsel(part).on(link_of(part)).model is Model.INDEPENDENT_EXECUTOR
    assert Counsel(of_the_whole).on(link_of(of_the_whole)) == Counsel(whole).on(link_of(whole))


def test_what_is_said_names_neither_issues_nor_teams():
    drawing = waiting(policy(initiatives=(ref("SHOP-1"),)), priority="p0", labels=("security",))
    graph = drawing.graph()
    found = Counsel(graph).on(link_of(graph))

    sentences = [found.reason, found.action, *(other.why for other in found.others)]
    assert not [word for sentence in sentences for word in ("SHOP", "PAY", "Title") if word in sentence]


@given(organisations())
def test_every_open_wait_on_another_team_has_advice_and_costs(drawing):
    graph = drawing.graph()
    counsel, comparisons = Counsel(graph), Comparisons(Outlook(graph))

    for link in graph.in_view().across_teams():
        found, costs = counsel.on(link), comparisons.of_link(link)
        assert {found.model, *(other.model for other in found.others)} == set(Model)
        assert 0 <= costs.waiting.odds <= 1
        assert costs.waiting.days >= 0
        assert costs.fallback_days >= 0
