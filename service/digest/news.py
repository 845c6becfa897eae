"""What changed for a team since its last digest. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.speech.markers import Role
from service.speech.remarks import Remark, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from rules.model import Ref
    from service.speech.agenda import Agenda, Dated, Occasion

Events = frozenset[str]
NONE: Final[Events] = frozenset()
TOLD_AT_ONCE: Final = 20
"""Remarks over the budget that one digest tells. More of them wait for the next: nobody reads a list of a hundred."""


@dataclass(frozen=True, slots=True)
class TeamIssue:
    """One issue of a team, as it was judged last.

    ``remarks`` are what should stand there, by role; ``held`` the events of each that were over the budget. A ``stale``
    one was judged by less than there is: nothing is concluded from it.
    """

    issue_id: int
    ref: Ref
    title: str
    url: str
    stale: bool
    remarks: Mapping[Role, Remark]
    held: Mapping[Role, Events]
    agenda: Agenda

    @property
    def events(self) -> Events:
        """What is wrong there, as far as Detour speaks of it."""
        verdict = self.remarks.get(Role.VERDICT)
        return verdict.events if verdict is not None and verdict.tone is Tone.SPOKEN else NONE

    def untold(self, role: Role) -> Events:
        """What was over the budget and still holds."""
        remark = self.remarks.get(role)
        return NONE if remark is None else self.held.get(role, NONE) & remark.events


@dataclass(frozen=True, slots=True)
class Untold:
    """A remark that was over the budget, with the events that are told by it."""

    issue: TeamIssue
    role: Role
    events: Events


@dataclass(frozen=True, slots=True)
class News:
    """What a digest tells. ``waiting`` counts the remarks that it has no room for.

    ``known`` is what its readers know from then on: the events on each issue, by its row.
    """

    untold: tuple[Untold, ...]
    waiting: int
    fresh: tuple[TeamIssue, ...]
    days: tuple[tuple[TeamIssue, Dated], ...]
    settled: tuple[TeamIssue, ...]
    known: Mapping[int, Events]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.untold or self.fresh or self.days or self.settled)

    def of(self, occasion: Occasion) -> list[tuple[TeamIssue, Dated]]:
        """The days of one kind."""
        return [one for one in self.days if one[1].occasion is occasion]


def news_of(issues: Iterable[TeamIssue], known: Mapping[int, Events], start: date, end: date) -> News:
    """The news of a team's issues since its readers knew ``known``, with the days from ``start`` to before ``end``."""
    there = sorted(issues, key=lambda one: one.ref)
    certain = [one for one in there if not one.stale]
    untold = [Untold(one, role, events) for one in certain for role in Role if (events := one.untold(role))]
    held = {one.issue.issue_id: one.events for one in untold if one.role is Role.VERDICT}
    before = {one.issue_id: known.get(one.issue_id, NONE) for one in there}
    days = [(one, dated) for one in there for dated in one.agenda if start <= dated.day < end]
    return News(
        untold=tuple(untold[:TOLD_AT_ONCE]),
        waiting=len(untold[TOLD_AT_ONCE:]),
        fresh=tuple(one for one in certain if one.events - before[one.issue_id] - held.get(one.issue_id, NONE)),
        days=tuple(sorted(days, key=lambda one: (one[1].day, one[0].ref))),
        settled=tuple(one for one in certain if before[one.issue_id] and not one.events),
        known={one.issue_id: before[one.issue_id] if one.stale else one.events for one in there},
    )
