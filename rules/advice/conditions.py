"""What may hold of a wait on another team, each condition with its words for when it does and for when it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from rules.advice.circumstances import Circumstances
    from rules.policy import AdviceSettings


@dataclass(frozen=True, slots=True)
class Condition:
    """A question to the circumstances. ``met`` and ``unmet`` are sentences with places for figures."""

    holds: Callable[[Circumstances, AdviceSettings], bool]
    met: str
    unmet: str


SUPPLIER = Condition(
    lambda case, _: case.supplier,
    "whoever is asked is an outside supplier, of whom the organisation decides nothing",
    "the asked team is the organisation's own",
)
ENDED = Condition(
    lambda case, _: case.ended,
    "the blocker was dropped or is gone, so there is nothing left to bring forward",
    "the blocker may still come",
)
UNCOVERED = Condition(lambda case, _: not case.covered, "no fallback stands", "a fallback stands")
WELCOME = Condition(lambda case, _: case.answer is True, "the asked team {answer}", "the asked team {answer}")
NOT_REFUSED = Condition(lambda case, _: case.answer is not False, "the asked team {answer}", "the asked team {answer}")
IN_THEIR_CODE = Condition(
    lambda case, _: case.in_their_code,
    "a fallback is to be built in the asked team's own project or repository",
    "no fallback is to be built in the asked team's project or repository",
)
OF_A_PRACTICE = Condition(
    lambda case, _: bool(case.practice), "the label {practice} names a practice", "no label names a practice"
)
CRITICAL = Condition(
    lambda case, most: 0 < case.urgency <= most.critical_urgency,
    "the waiting work is {priority}, which is critical",
    "the waiting work is {priority}, and priorities up to {most.critical_urgency} are critical",
)
IMPORTANT = Condition(
    lambda case, most: bool(case.central) or 0 < case.urgency <= most.important_urgency,
    "it matters, for {matters}",
    "the waiting work is {priority}, and priorities up to {most.important_urgency} matter",
)
CENTRAL = Condition(
    lambda case, _: bool(case.central),
    "its plan is a priority of the whole organisation ({central})",
    "nothing says that its plan is a priority of the whole organisation",
)
NOT_CENTRAL = Condition(lambda case, _: not case.central, CENTRAL.unmet, CENTRAL.met)
LARGE = Condition(
    lambda case, most: case.teams > most.plan_teams,
    "its plan needs {teams}, more than {most.plan_teams}",
    "its plan needs {teams}, and up to {most.plan_teams} make no large initiative",
)
AGAIN = Condition(
    lambda case, most: (
        case.meetings > most.pair_links
        or (case.plans >= most.pair_plans and case.waiting_plans * 100 >= most.pair_share * case.plans)
    ),
    "the two teams need each other all the time: they share {meetings}{sharing}",
    "the two teams share {meetings}{sharing}, which is not all the time",
)
BUSY = Condition(
    lambda case, most: case.unanswered > most.unanswered_asks,
    "the asked team has left {unanswered} of others without an answer, more than {most.unanswered_asks}",
    "the asked team has left {unanswered} of others without an answer, and up to {most.unanswered_asks} are ordinary",
)
CROWDED = Condition(
    lambda case, most: case.asking > most.asking_teams,
    "the asked team is waited on by {asking}, more than {most.asking_teams}",
    "the asked team is waited on by {asking}, and up to {most.asking_teams} do not compete",
)
WEIGHED = Condition(
    lambda case, _: case.integrator,
    "an integrator is named there already, who weighs them for that team alone",
    "nobody is named there who weighs them",
)
NOT_WEIGHED = Condition(
    lambda case, _: not case.integrator, "nobody is named there who weighs them", "an integrator is named there already"
)
