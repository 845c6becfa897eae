"""The custom fields that matter: sprint, epic, team, and whatever teams own by.

Their shapes differ by site and generation, so they are decoded loosely, each on its own, and a shape that nobody
expected reads as nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from connectors.jira.documents import filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from connectors.jira.documents import Fields

SPRINT, EPIC = "Sprint", "Epic Link"
ISSUE_KEY = re.compile(r"[A-Z][A-Z0-9_]+-[1-9]\d*\Z")
LARGEST_FIELD = 1 << 16
"""Bytes of one custom field that are read."""

# Old servers print a sprint as com.atlassian.greenhopper.service.sprint.Sprint@1f3[id=1,state=ACTIVE,endDate=2026-...]
PRINTED = re.compile(r"[\[,](state|endDate)=([^,\]]*)")
NAMES_OF_A_VALUE = ("value", "name", "title", "displayName", "id", "accountId")


@dataclass(frozen=True, slots=True)
class Sprint:
    """A sprint that is not over: whether it runs, and when it ends, as Jira printed it."""

    active: bool
    end: str


class Custom:
    """The custom fields of one document, by name."""

    def __init__(self, fields: Fields, ids: Mapping[str, str]) -> None:
        self._values = {
            name: value for name, known in ids.items() if (value := _decoded(getattr(fields, known, None))) is not None
        }

    def values(self) -> tuple[tuple[str, str], ...]:
        """Each field's name with each of its values, for ``field:Team=Payments``."""
        if not self._values:
            return ()
        return tuple((name, text) for name, value in self._values.items() if name != SPRINT for text in _texts(value))

    def sprint(self) -> Sprint | None:
        """The running sprint, else the next one; closed ones are history."""
        value = self._values.get(SPRINT)
        if value is None:
            return None
        found = [_sprint(one) for one in value] if isinstance(value, list) else [_sprint(value)]
        current = [sprint for sprint in found if sprint is not None]
        return min(current, key=lambda sprint: (not sprint.active, sprint.end or "~"), default=None)

    def epic(self) -> str:
        """The key of the epic that a story belongs to, or ''."""
        value = self._values.get(EPIC)
        return value if isinstance(value, str) and ISSUE_KEY.match(value) else ""


def _decoded(raw: object) -> object:
    content = filled(raw, LARGEST_FIELD) if isinstance(raw, msgspec.Raw) else b""
    return msgspec.json.decode(content) if content else None


def _texts(value: object) -> Iterator[str]:
    """The names that a value may go by: itself, or what its object calls itself."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield from (str(one[name]) for name in NAMES_OF_A_VALUE if isinstance(one.get(name), str | int))
        elif isinstance(one, str):
            yield one


def _sprint(value: object) -> Sprint | None:
    if isinstance(value, str):
        value = dict(PRINTED.findall(value))
    if not isinstance(value, dict):
        return None
    state, end = str(value.get("state", "")).casefold(), value.get("endDate")
    return Sprint(state == "active", end if isinstance(end, str) else "") if state in {"active", "future"} else None
