"""Each row of the decision table, and what holds of all of them together."""

from dataclasses import replace
from itertools import product

import pytest

from rules.advice.circumstances import Circumstances
from rules.advice.table import ACTIONS, BESIDE, TABLE, Model, decide
from rules.policy import AdviceSettings

SETTINGS = AdviceSettings()
ORDINARY = Circumstances()
CRITICAL = {"urgency": 1}
AGAIN = {"meetings": 11}
LARGE = {"teams": 4}
CENTRAL = {"central": "the label company-goal"}
BUSY = {"unanswered": 11}
CROWDED = {"asking": 4}

ROWS = [
    (
        {"supplier": True, **CRITICAL},
        Model.INDEPENDENT_EXECUTOR,
        "whoever is asked is an outside supplier, of whom the organisation decides nothing",
    ),
    (
        {"ended": True, **CRITICAL},
        Model.INDEPENDENT_EXECUTOR,
        "the blocker was dropped or is gone, so there is nothing left to bring forward",
    ),
    ({"answer": True, **CRITICAL}, Model.AWAY_TEAM, "the asked team has said yes to an away team"),
    (
        {"in_their_code": True, **CRITICAL},
        Model.AWAY_TEAM,
        (
            "a fallback is to be built in the asked team's own project or repository; "
            "the asked team was not asked about an away team"
        ),
    ),
    (
        {**CRITICAL, "practice": "security"},
        Model.TASK_FORCE,
        "the waiting work is of priority 1 of 5, which is critical; no fallback stands",
    ),
    ({"practice": "security", **AGAIN}, Model.COMMUNITY_OF_PRACTICE, "the label security names a practice"),
    (
        {"plans": 6, "waiting_plans": 3, **LARGE},
        Model.CHANGE_THE_ORGANISATION,
        (
            "the two teams need each other all the time: they share 1 open link, "
            "and 3 of 6 plans of the waiting one need the other"
        ),
    ),
    (
        {**LARGE, **CENTRAL, **BUSY},
        Model.PROGRAM_MANAGER,
        (
            "its plan needs 4 teams, more than 3; "
            "its plan is a priority of the whole organisation (the label company-goal)"
        ),
    ),
    (
        {**LARGE, **CROWDED},
        Model.PRODUCT_COUNCIL,
        "its plan needs 4 teams, more than 3; nothing says that its plan is a priority of the whole organisation",
    ),
    (
        {**BUSY, "urgency": 2, **CROWDED},
        Model.TIGER_TEAM,
        (
            "the asked team has left 11 asks of others without an answer, more than 10; "
            "it matters, for the waiting work is of priority 2 of 5; no fallback stands"
        ),
    ),
    (
        {**CROWDED, **BUSY},
        Model.INTEGRATOR,
        "the asked team is waited on by 4 teams, more than 3; nobody is named there who weighs them",
    ),
    (
        {**CROWDED, "integrator": True},
        Model.PRODUCT_COUNCIL,
        (
            "the asked team is waited on by 4 teams, more than 3; "
            "an integrator is named there already, who weighs them for that team alone"
        ),
    ),
    (
        {},
        Model.INDEPENDENT_EXECUTOR,
        (
            "nothing calls for more: its plan needs 2 teams, the asked team is waited on by 1 team, "
            "and the two share 1 open link"
        ),
    ),
]


@pytest.mark.parametrize(
    ("row", "case", "model", "reason"),
    [(row, *expected) for row, expected in zip(TABLE, ROWS, strict=True)],
    ids=[f"{number} {row.model.value}" for number, row in enumerate(TABLE, start=1)],
)
def test_a_row_advises_its_model_and_says_why_with_figures(row, case, model, reason):
    found = decide(replace(ORDINARY, **case), SETTINGS)

    assert (found.model, found.reason) == (row.model, reason)
    assert row.model is model


@pytest.mark.parametrize(
    ("case", "model"),
    [
        ({"answer": False, "in_their_code": True}, Model.INDEPENDENT_EXECUTOR),
        ({**CRITICAL, "covered": True}, Model.INDEPENDENT_EXECUTOR),
        ({"urgency": 2}, Model.INDEPENDENT_EXECUTOR),
        ({"meetings": 10}, Model.INDEPENDENT_EXECUTOR),
        ({"plans": 4, "waiting_plans": 4}, Model.INDEPENDENT_EXECUTOR),
        ({"plans": 7, "waiting_plans": 3}, Model.INDEPENDENT_EXECUTOR),
        ({"teams": 3, **CENTRAL}, Model.INDEPENDENT_EXECUTOR),
        (BUSY, Model.INDEPENDENT_EXECUTOR),
        ({**BUSY, **CENTRAL}, Model.TIGER_TEAM),
        ({**BUSY, "urgency": 2, "covered": True}, Model.INDEPENDENT_EXECUTOR),
        ({"unanswered": 10, "urgency": 2}, Model.INDEPENDENT_EXECUTOR),
        ({"asking": 3}, Model.INDEPENDENT_EXECUTOR),
    ],
    ids=str,
)
def test_a_figure_counts_beyond_its_threshold_and_with_what_belongs_to_it(case, model):
    assert decide(replace(ORDINARY, **case), SETTINGS).model is model


def test_an_organisation_sets_its_own_thresholds():
    strict = AdviceSettings(critical_urgency=0, plan_teams=9, asking_teams=1)

    assert decide(replace(ORDINARY, **CRITICAL, **LARGE, asking=2), strict).model is Model.INTEGRATOR


def combinations():
    """Every way in which the table's conditions can come together."""
    choices = {
        "supplier": (False, True),
        "ended": (False, True),
        "covered": (False, True),
        "answer": (True, False, None),
        "in_their_code": (False, True),
        "practice": ("", "security"),
        "urgency": (0, 1, 2),
        "meetings": (1, 11),
        "teams": (2, 4),
        "central": ("", "the label company-goal"),
        "unanswered": (0, 11),
        "asking": (1, 4),
        "integrator": (False, True),
    }
    for values in product(*choices.values()):
        yield Circumstances(**dict(zip(choices, values, strict=True)))


def test_all_circumstances_have_exactly_one_model_and_a_reason_against_each_other_one():
    reached = set()
    for case in combinations():
        found = decide(case, SETTINGS)
        reached.add(found.model)
        assert sorted([found.model.name, *(other.model.name for other in found.others)]) == sorted(Model.__members__)
        assert all(sentence and "{" not in sentence for sentence in (found.reason, found.action))
        assert all(other.why and "{" not in other.why for other in found.others)

    assert reached == set(Model)


def test_the_reason_against_a_model_names_what_is_missing_or_what_comes_first():
    found = decide(replace(ORDINARY, **CRITICAL, **LARGE, **CENTRAL, answer=False), SETTINGS)
    why = {other.model: other.why for other in found.others}

    assert why[Model.AWAY_TEAM] == "the asked team has said no to an away team"
    assert why[Model.INTEGRATOR] == "the asked team is waited on by 1 team, and up to 3 do not compete"
    assert why[Model.PROGRAM_MANAGER].endswith("(the label company-goal); but task force comes first")
    assert why[Model.INDEPENDENT_EXECUTOR] == BESIDE


def test_a_task_force_has_its_price():
    found = decide(replace(ORDINARY, **CRITICAL, teams=3, days=15, days_known="until it is needed"), SETTINGS)

    assert "which costs 3 x 15 = 45 working days (until it is needed)" in found.action


def test_each_model_says_what_to_do():
    assert set(ACTIONS) == set(Model)
