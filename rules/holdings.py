"""Teams and containers as columns: each issue's owner, and whose people its assignees are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rules.columns import TeamRow
from rules.teams import Owners

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.columns import Keys
    from rules.model import Ref
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
        """By the name of each as it is written, too: most are written alike."""
        self._owners = Owners(teams)
        self._owned: list[Ownership] = []
        self._stand_ins: dict[int, int] = {}
        for row, entry in enumerate(entries):
            self._hold(row, entry)

    def assigned(self) -> Keys:
        """Sorted ``issue * teams + team`` for each team that an assignee of the issue is a member of."""
        return np.array(sorted(self._assigned()), dtype=np.int64)

    def _assigned(self) -> Iterator[int]:
        for row, entry in enumerate(self._entries):
            accounts = set(entry.issue.assignees) if entry.issue is not None else set()
            for team in self._teams if accounts else ():
                if accounts & team.members:
                    yield row * len(self.rows) + self._row_of[team]

    def _hold(self, row: int, entry: Entry) -> None:
        container = self._container(entry.ref)
        self.container.append(container)
        by_itself = None if entry.issue is None else self._owners.by_itself(entry.issue)
        owned = by_itself or self._owned[container]
        self.team.append(self._stand_in(container, entry) if owned.team is None else self._row_of[owned.team])
        if owned.tied:
            self.ties.append((row, tuple(team.slug for team in owned.tied)))

    def _container(self, ref: Ref) -> int:
        written = (ref.site, ref.container)
        row = self._container_rows.get(written)
        if row is None:
            row = self._container_rows.setdefault((ref.site, ref.container.casefold()), len(self.containers))
            self._container_rows[written] = row
            if row == len(self.containers):
                self.containers.append(f"{ref.tracker}:{ref.container}")
                self._owned.append(self._owners.of_container(ref))
        return row

    def _stand_in(self, container: int, entry: Entry) -> int:
        row = self._stand_ins.setdefault(container, len(self.rows))
        if row == len(self.rows):
            self.rows.append(
                TeamRow(self.containers[container], entry.ref.container.removeprefix("vendor:"), configured=False)
            )
        return row
