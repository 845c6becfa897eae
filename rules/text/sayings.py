"""What the grammar understood, with refs still as they were written."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from rules.model import NearMiss
from rules.statements import Cost, FallbackKind
from rules.values import value

if TYPE_CHECKING:
    from datetime import date

_NOT_SAID = Cost()


class MentionForm(Enum):
    """How a ref was written."""

    NUMBER = "number"
    """``#12``: on the same repository."""
    REPOSITORY = "repository"
    """``owner/repo#12``."""
    KEY = "key"
    """``PROJ-12``, in capitals."""
    VENDOR = "vendor"
    """``vendor:NAME``."""


@value(frozen=True, slots=True)
class Mention:
    """A ref as written: ``text`` is normal (``#12``, ``owner/repo#12``, ``PROJ-12``, ``NAME``).

    ``host`` is the URL's host in lower case with the path before the tracker's own (``jira.acme.example/jira``), or ''.
    """

    form: MentionForm
    text: str
    host: str = ""


@value(frozen=True, slots=True)
class WaitsOn:
    """``Blocked by #1, #2``. Negated: "no longer blocked by #1", which retracts what was said of it before."""

    refs: tuple[Mention, ...]
    line: str
    negated: bool = False


@value(frozen=True, slots=True)
class FallbackIs:
    """``Fallback for REF: REF (hack)``. Without ``blocker``, for whatever blocks the issue.

    ``negated``: "no fallback: #6", which retracts it.
    """

    tickets: tuple[Mention, ...]
    line: str
    blockers: tuple[Mention, ...] = ()
    kind: FallbackKind = FallbackKind.OTHER
    cost: Cost = _NOT_SAID
    negated: bool = False
    command: bool = False


@value(frozen=True, slots=True)
class CostIs:
    """``Cost: build 3d, keep 1d/month, remove 2d``: of the fallback named last before it, else of every one."""

    cost: Cost
    line: str


@value(frozen=True, slots=True)
class MigrationIs:
    """``Migration: REF``: of the fallback named last before it, else of every one."""

    ref: Mention
    line: str


@value(frozen=True, slots=True)
class AwayTeamAnswer:
    """``Away team: yes, guide @their-guide, until 2026-12-01`` or ``Away team: no, no bandwidth``."""

    agreed: bool
    line: str
    guide: str = ""
    until: date | None = None
    reason: str = ""


@value(frozen=True, slots=True)
class Needed:
    """``Needed because ...``, ``Needed by DATE``, ``Decide by DATE``: each sets what it names."""

    line: str
    by: date | None = None
    because: str = ""
    decide_by: date | None = None


@value(frozen=True, slots=True)
class Waive:
    """``/detour waive [REF] [RULE] until DATE because REASON``."""

    until: date
    because: str
    line: str
    ref: Mention | None = None
    rule: str | None = None


@value(frozen=True, slots=True)
class Unwaive:
    """``/detour unwaive [REF]``."""

    line: str
    ref: Mention | None = None


@value(frozen=True, slots=True)
class DropLink:
    """``/detour drop [REF] because REASON``."""

    because: str
    line: str
    ref: Mention | None = None


@value(frozen=True, slots=True)
class Understood:
    """``/detour understood``: the asked team has understood; no promise."""

    line: str


@value(frozen=True, slots=True)
class Recheck:
    """``/detour recheck``."""

    line: str


@value(frozen=True, slots=True)
class Help:
    """``/detour help``."""

    line: str


@value(frozen=True, slots=True)
class Refused:
    """A ``/detour`` command that cannot be carried out as written; ``miss`` shows one that can, ``why`` says why."""

    why: str
    miss: NearMiss


Command = FallbackIs | Waive | Unwaive | DropLink | Understood | Recheck | Help | Refused
Saying = WaitsOn | FallbackIs | CostIs | MigrationIs | AwayTeamAnswer | Needed | Command | NearMiss
