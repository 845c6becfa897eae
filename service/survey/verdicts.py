"""What is told of one issue: whether work on it may start, what it waits for, and what would be done instead."""

from __future__ import annotations

from dataclasses import dataclass

from service.survey.shown import Finding, Issue, Team  # noqa: TC001  # read by who encodes and describes


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared fallback: whether it stands, or else why not; and the days to build it, if anybody said so."""

    ticket: Issue
    kind: str
    stands: bool
    begun: bool
    why_not: tuple[str, ...]
    build_days: float | None


@dataclass(frozen=True, slots=True)
class Wait:
    """An open wait: on whose work, with which odds that it comes in time, and what would be done instead."""

    blocker: Issue
    team: Team
    state: str
    across_teams: bool
    covered: bool
    odds: float | None
    decide_by: str | None
    fallbacks: tuple[Declared, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether work on an issue may start, and why; the ``fallback`` is the ticket to do in place of what is waited for.

    ``may_start`` is ``yes``, ``with fallback``, ``no``, ``closed`` or ``unknown``.
    """

    issue: Issue
    team: Team
    state: str
    may_start: str
    because: str
    fallback: Issue | None
    decide_by: str | None
    waits: tuple[Wait, ...]
    findings: tuple[Finding, ...]
