"""Teams and containers as columns: each issue's owner, and whose people its assignees are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rules.columns import TeamRow
from rules.teams import Owners

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.columns import Keys
    from rules.policy import Team
    from rules.register import Entry
    from rules.teams import Ownership


class Holdings:
    """Who holds which entry, parallel to the entries. A container that no team owns holds its issues itself."""

    def __init__(self, teams: tuple[Team, ...], entries: list[Entry]) -> None:
        self.rows = [TeamRow(team.slug, team.name, configured=True) for team in teams]
        self.containers: list[str] = []
        self.team: list[int] = []
        self.container: list[int] = []
        self.ties: list[tuple[int, tuple[str, ...]]] = []
        self._teams = teams
        self._entries = entries
        self._row_of = {team: row for row, team in enumerate(teams)}
        self._container_rows: dict[tuple[str, str], int] = {}
        self._stand_ins: dict[int, int] = {}
        owners = Owners(teams)
        for row, entry in enumerate(entries):
            owned = owners.of_container(entry.ref) if entry.issue is None else owners.of_issue(entry.issue)
            self._hold(row, entry, owned)

    def assigned(self) -> Keys:
        """Sorted ``issue * teams + team`` for each team that an assignee of the issue is a member of."""
        return np.array(sorted(self._assigned()), dtype=np.int64)

    def _assigned(self) -> Iterator[int]:
        for row, entry in enumerate(self._entries):
            accounts = set(entry.issue.assignees) if entry.issue is not None else set()
            for team in self._teams if accounts else ():
                if accounts & team.members:
                    yield row * len(self.rows) + self._row_of[team]

    def _hold(self, row: int, entry: Entry, owned: Ownership) -> None:
        container = self._container(entry)
        self.container.append(container)
        self.team.append(self._stand_in(container, entry) if owned.team is None else self._row_of[owned.team])
        if owned.tied:
            self.ties.append((row, tuple(team.slug for team in owned.tied)))

    def _container(self, entry: Entry) -> int:
        at = (entry.ref.site, entry.ref.container.casefold())
        row = self._container_rows.setdefault(at, len(self.containers))
        if row == len(self.containers):
            self.containers.append(f"{entry.ref.tracker}:{entry.ref.container}")
        return row

    def _stand_in(self, container: int, entry: Entry) -> int:
        row = self._stand_ins.setdefault(container, len(self.rows))
        if row == len(self.rows):
            self.rows.append(
                TeamRow(self.containers[container], entry.ref.container.removeprefix("vendor:"), configured=False)
            )
        return row
