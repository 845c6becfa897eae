"""What if an issue never comes, or comes: the odds of the plans that wait on it, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.evidence.what_if import shifts_of
from service.stored import issues_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.pages.desk import Visit


def what_if(visit: Visit) -> Mapping[str, object]:
    """The values of the page."""
    row, ref = visit.located()
    [issue] = [one for one in issues_named(visit.connection, f"{ref.site} {ref.text}") if one.ref == ref.text][:1]
    told = shifts_of(visit.connection, visit.decisions, (row, ref), visit.today)
    return {
        "issue": visit.seen(issue),
        "told": visit.seen(told),
        "danger": visit.decisions.policy.assumptions.danger_odds,
    }
