"""``ORDER BY`` of JQL: by which fields issues are sorted, and where in that order one of them stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering
from typing import TYPE_CHECKING, Any, Final

from connectors.simulator.jira.access import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from connectors.simulator.jira.model import Issue

CLAUSE: Final = re.compile(r"\border\s+by\s+(?P<fields>[\w\s,]+)\Z", re.IGNORECASE)
_FIELD: Final = re.compile(r"\s*(?P<field>\w+)(?:\s+(?P<way>asc|desc))?\s*", re.IGNORECASE)
Standing = tuple[Any, ...]
"""What issues are compared by."""


def _milliseconds(time: datetime) -> int:
    return round(time.timestamp() * 1000)


VALUES: Final[dict[str, Callable[[Issue], Any]]] = {
    "id": lambda issue: issue.id,
    "key": lambda issue: [issue.project.key, issue.number],
    "created": lambda issue: _milliseconds(issue.created),
    "updated": lambda issue: _milliseconds(issue.updated),
}
"""What an issue is sorted by, as JSON has it: tokens of pages carry it."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Reversed:
    """A value that is sorted the other way round."""

    value: Any

    def __lt__(self, other: Reversed) -> bool:
        return bool(other.value < self.value)


@dataclass(frozen=True, slots=True)
class Order:
    """Fields, and whether each is sorted down. Whatever they leave open, numbers decide."""

    fields: tuple[tuple[str, bool], ...] = (("id", True),)

    def values(self, issue: Issue) -> list[Any]:
        """What an issue is sorted by."""
        return [*(VALUES[field](issue) for field, _ in self.fields), issue.id]

    def standing(self, values: Iterable[Any]) -> Standing:
        """Values that can be compared."""
        down = [*(down for _, down in self.fields), False]
        return tuple(Reversed(value) if one else value for value, one in zip(values, down, strict=True))

    def sorted(self, issues: Iterable[Issue]) -> list[Issue]:
        """The issues in this order."""
        return sorted(issues, key=lambda issue: self.standing(self.values(issue)))


def parse_order(text: str) -> tuple[str, Order]:
    """What stands before the order, and the order. Raises 400, in Jira's words, for what is not understood here."""
    clause = CLAUSE.search(text)
    if clause is None:
        return text, Order()
    fields = []
    for one in clause["fields"].split(","):
        match = _FIELD.fullmatch(one)
        if match is None or match["field"].lower() not in VALUES:
            name = one.split()[0] if one.split() else ""
            raise Refused(400, f"Field '{name}' does not exist or you do not have permission to view it.")
        fields.append((match["field"].lower(), (match["way"] or "asc").lower() == "desc"))
    return text[: clause.start()], Order(tuple(fields))
