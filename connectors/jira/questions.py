"""The questions of a sweep in JQL. Pure.

Moments are told as minutes ago, which mean the same in the time zone of every account:
https://support.atlassian.com/jira-software-cloud/docs/jql-fields/ .
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Final, Self

from connectors.scanning import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from connectors.scanning import Sweep

A_MINUTE: Final = 60.0
MARGIN: Final = 2
"""Minutes by which Jira's clock may go before ours, or its index lag behind."""
WIDE_MARGIN: Final = 10
"""The same, where a sweep goes on in the middle: what is read twice costs little, and what is passed over is lost."""
LONGEST: Final = 7_500
"""Characters of the projects in one question; with the rest it stays below 8,000."""
CONDITIONS: Final = {Wanted.OPEN: ("statusCategory != Done",), Wanted.CLOSED: ("statusCategory = Done",)}


@dataclass(frozen=True, slots=True)
class Question:
    """What a sweep asks of each group of projects.

    ``field`` is the time by which issues are sorted: the oldest first, of those that are open, so that what is opened
    meanwhile comes last; else what changed last first, so that what changes meanwhile makes nobody pass over others.
    """

    conditions: tuple[str, ...]
    field: str
    ascending: bool
    since: float | None

    @classmethod
    def of(cls, sweep: Sweep) -> Self:
        """The question of a sweep."""
        is_open = sweep.wanted is Wanted.OPEN
        since = None if is_open or sweep.since is None else sweep.since.timestamp()
        return cls(CONDITIONS.get(sweep.wanted, ()), "created" if is_open else "updated", is_open, since)

    def jql(self, projects: Sequence[str], now: float, *, beyond: float | None = None, slack: int = 0) -> str:
        """The query, of projects by their keys, as it reads now.

        ``beyond`` is the time of an issue behind which to go on, give or take some minutes. ``slack`` is for how many
        minutes the query will be asked again as it is: until then, it finds what it finds now.
        """
        way = "ASC" if self.ascending else "DESC"
        clauses = (f"project in ({', '.join(map(_quoted, projects))})", *self.conditions)
        times = self._times(now, beyond, slack)
        return f"{' AND '.join((*clauses, *times))} ORDER BY {self.field} {way}, key {way}"

    def is_past(self, time: float) -> bool:
        """Whether an issue with this time, and so whatever comes behind it, is older than what is asked for."""
        return not self.ascending and self.since is not None and time < self.since - MARGIN * A_MINUTE

    def _times(self, now: float, beyond: float | None, slack: int) -> Iterator[str]:
        if self.since is not None:
            yield f'{self.field} >= "-{max(0, ceil((now - self.since) / A_MINUTE)) + MARGIN + slack}m"'
        if beyond is None:
            return
        ago = (now - beyond) / A_MINUTE
        if self.ascending:
            yield f'{self.field} >= "-{max(0, ceil(ago)) + WIDE_MARGIN}m"'
        elif ago >= WIDE_MARGIN:
            yield f'{self.field} <= "-{floor(ago) - WIDE_MARGIN}m"'


def groups(projects: Sequence[str]) -> list[list[str]]:
    """The projects, in groups that one question takes."""
    found: list[list[str]] = []
    room = 0
    for project in projects:
        length = len(_quoted(project)) + len(", ")
        if length > room:
            found.append([])
            room = LONGEST
        found[-1].append(project)
        room -= length
    return found


def _quoted(key: str) -> str:
    """A key may be a word of JQL: https://support.atlassian.com/jira-software-cloud/docs/jql-keywords/ ."""
    return f'"{key}"'
