"""The decision table: from the circumstances of a wait on another team to one way of working together. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from rules.advice import conditions as on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.advice.circumstances import Circumstances
    from rules.advice.conditions import Condition
    from rules.policy import AdviceSettings


class Model(Enum):
    """A way of working together."""

    INDEPENDENT_EXECUTOR = "independent executor"
    AWAY_TEAM = "away team"
    TASK_FORCE = "task force"
    COMMUNITY_OF_PRACTICE = "community of practice"
    CHANGE_THE_ORGANISATION = "change the organisation"
    PROGRAM_MANAGER = "program manager"
    PRODUCT_COUNCIL = "product council"
    TIGER_TEAM = "tiger team"
    INTEGRATOR = "integrator"


ACTIONS = {
    Model.INDEPENDENT_EXECUTOR: "ask for it and say why, expect nothing, and have a fallback that needs nobody else",
    Model.AWAY_TEAM: "send one or two people into the asked team's code, with a guide of theirs and a day to be back",
    Model.TASK_FORCE: "take one of each team off other work until it is done, which costs {lent} and disturbs them all",
    Model.COMMUNITY_OF_PRACTICE: "bring it to the people of that practice in all teams, who may drive it themselves",
    Model.CHANGE_THE_ORGANISATION: "let the two teams work as one on this, or move the line between them",
    Model.PROGRAM_MANAGER: (
        "name a program manager who keeps the teams in step; that gets no team to do another's work, so keep fallbacks"
    ),
    Model.PRODUCT_COUNCIL: "put it on the agenda of those who set the priorities for all teams",
    Model.TIGER_TEAM: "look for a few people from elsewhere who do it in the asked team's stead, untidy as that is",
    Model.INTEGRATOR: "let one person at the asked team, mostly its product manager, hear all who ask and weigh them",
}
"""What to do; the fallback is asked for in any case."""
BESIDE = "it goes on beside this, for a fallback is wanted in any case; alone it leaves the cause as it is"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a model, for when all its conditions hold. ``action`` is what to do where it is not the model's own."""

    model: Model
    conditions: tuple[Condition, ...]
    action: str = ""


TABLE = (
    Row(Model.INDEPENDENT_EXECUTOR, (on.SUPPLIER,)),
    Row(Model.INDEPENDENT_EXECUTOR, (on.ENDED,), "begin a fallback, or take what needed it out of the plan"),
    Row(Model.AWAY_TEAM, (on.WELCOME,)),
    Row(Model.AWAY_TEAM, (on.IN_THEIR_CODE, on.NOT_REFUSED)),
    Row(Model.TASK_FORCE, (on.CRITICAL, on.UNCOVERED)),
    Row(Model.COMMUNITY_OF_PRACTICE, (on.OF_A_PRACTICE,)),
    Row(Model.CHANGE_THE_ORGANISATION, (on.AGAIN,)),
    Row(Model.PROGRAM_MANAGER, (on.LARGE, on.CENTRAL)),
    Row(Model.PRODUCT_COUNCIL, (on.LARGE, on.NOT_CENTRAL)),
    Row(Model.TIGER_TEAM, (on.BUSY, on.IMPORTANT, on.UNCOVERED)),
    Row(Model.INTEGRATOR, (on.CROWDED, on.NOT_WEIGHED)),
    Row(Model.PRODUCT_COUNCIL, (on.CROWDED, on.WEIGHED)),
    Row(Model.INDEPENDENT_EXECUTOR, ()),
)
"""The first row that fits counts; the last one always does."""
NOTHING_MORE = (
    "nothing calls for more: its plan needs {teams}, the asked team is waited on by {asking}, "
    "and the two share {meetings}"
)


@dataclass(frozen=True, slots=True)
class Other:
    """A model that was not chosen, and why."""

    model: Model
    why: str


@dataclass(frozen=True, slots=True)
class Advice:
    """One model for one wait: the reason with its figures, what to do, and why each other model was not chosen.

    The sentences name no issue and no team, so that they can be said wherever the wait itself may be spoken of.
    """

    model: Model
    reason: str
    action: str
    others: tuple[Other, ...]
    circumstances: Circumstances


def decide(case: Circumstances, settings: AdviceSettings) -> Advice:
    """The advice for some circumstances: that of the first row of ``TABLE`` that fits."""
    asked = _Asked(case, settings)
    row = next(row for row in TABLE if not asked.unmet(row))
    others = tuple(Other(model, asked.why_not(model, row.model)) for model in Model if model is not row.model)
    return Advice(row.model, asked.reason(row), asked.filled(row.action or ACTIONS[row.model]), others, case)


class _Asked:
    """Circumstances under an organisation's settings, as the table is asked with them."""

    def __init__(self, case: Circumstances, settings: AdviceSettings) -> None:
        self._case, self._settings = case, settings

    def unmet(self, row: Row) -> list[Condition]:
        return [one for one in row.conditions if not one.holds(self._case, self._settings)]

    def reason(self, row: Row) -> str:
        return self._joined(one.met for one in row.conditions) or self.filled(NOTHING_MORE)

    def why_not(self, model: Model, chosen: Model) -> str:
        """What its nearest row lacks; of a row that lacks nothing, that another one comes before it."""
        if model is Model.INDEPENDENT_EXECUTOR:
            return BESIDE
        row = min((row for row in TABLE if row.model is model), key=lambda row: len(self.unmet(row)))
        lacking = self._joined(one.unmet for one in self.unmet(row))
        return lacking or f"{self.reason(row)}; but {chosen.value} comes first"

    def filled(self, sentence: str) -> str:
        return sentence.format_map({**self._case.words(), "most": self._settings})

    def _joined(self, sentences: Iterable[str]) -> str:
        return "; ".join(map(self.filled, sentences))
