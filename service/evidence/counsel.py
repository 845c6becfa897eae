"""What is advised on the waits of one issue, as evidence shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.advice.table import Model
from service.evidence.shown import Advice, Other
from service.guidance import guided
from service.reports import comparisons
from service.survey.naming import issue_of, team_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph


def advice_on(graph: Graph, issue: int) -> Iterator[Advice]:
    """For each open wait of an issue (its row) on another team. Pure."""
    for one in guided(graph, issue):
        advice, blocker = one.advice, one.link.blocker
        yield Advice(
            blocker=issue_of(blocker),
            team=team_of(blocker.team),
            model=advice.model.value,
            reason=advice.reason,
            action=advice.action,
            costs=comparisons.of_link(one.costs),
            others=tuple(
                Other(other.model.value, other.why, other.model is Model.INDEPENDENT_EXECUTOR)
                for other in advice.others
            ),
        )
