"""What is said of issues: who waits on whom, what would be done instead, and who said so."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # the store decodes these types, and looks their fields up
from enum import Enum, IntEnum

from rules.model import Ref  # noqa: TC001  # as above
from rules.values import value


class Source(Enum):
    """Who said a statement."""

    NATIVE = "native"
    LINK_TYPE = "link type"
    REMOTE_LINK = "remote link"
    DESCRIPTION = "description"
    COMMENT = "comment"
    COMMAND = "command"
    PAGE = "page"
    """Somebody who signed in to Detour's own pages, and whose role allows it."""


class FallbackKind(IntEnum):
    """What sort of plan B a fallback is."""

    OTHER = 0
    HACK = 1
    REBUILD = 2
    AWAY_TEAM = 3
    SMALLER_SCOPE = 4


TEMPORARY = (FallbackKind.HACK, FallbackKind.REBUILD)
"""Kinds that are kept for a while and taken out again, and not only built."""


@value(frozen=True, slots=True)
class Cost:
    """What a fallback costs, in working days; keeping it is in days a month. ``None``: not said."""

    build: float | None = None
    keep: float | None = None
    remove: float | None = None


@value(frozen=True, slots=True)
class Said:
    """Where a statement was found: the issue that carries it, by which source, in which words."""

    source: Source
    where: Ref
    words: str = ""

    def __str__(self) -> str:
        """For people: ``link type Depends``, ``description of PAY-1``."""
        if self.source is Source.LINK_TYPE:
            return f"link type {self.words}"
        if self.source is Source.PAGE:
            return f"Detour's page of {self.where}"
        return f"{self.source.value} of {self.where}"


@value(frozen=True, slots=True)
class Wait:
    """``blocked`` waits on ``blocker``."""

    blocked: Ref
    blocker: Ref
    said: Said


@value(frozen=True, slots=True)
class Fallback:
    """``ticket`` is what the team of ``issue`` does if ``blocker`` does not come; without a blocker, for any."""

    issue: Ref
    ticket: Ref
    said: Said
    blocker: Ref | None = None
    kind: FallbackKind = FallbackKind.OTHER
    cost: Cost = Cost()
    migration: Ref | None = None


@value(frozen=True, slots=True)
class Duplicate:
    """``copy`` was declared to be the same work as ``original``."""

    copy: Ref
    original: Ref
    said: Said


@value(frozen=True, slots=True)
class Child:
    """``child`` is a part of ``parent``: an epic's story, a sub-task, a sub-issue."""

    child: Ref
    parent: Ref
    said: Said


@value(frozen=True, slots=True)
class Drop:
    """The link ended by decision: something else is done instead. Without a blocker, every link of the issue."""

    blocked: Ref
    blocker: Ref | None
    because: str
    said: Said


@value(frozen=True, slots=True)
class Waiver:
    """A reasoned, expiring "we accept the risk". Without a blocker or a rule, for every one of the issue's.

    It is given by a command or on a page; what the policy says is as good as a command.
    """

    issue: Ref
    until: date | None
    because: str
    author: str
    blocker: Ref | None = None
    rule: str | None = None
    given: date | None = None
    source: Source = Source.COMMAND


@value(frozen=True, slots=True)
class Migration:
    """``ticket``, a fallback of ``issue``, is to be replaced by what was asked for; ``to`` is the work of doing so."""

    issue: Ref
    to: Ref
    ticket: Ref
    said: Said


@value(frozen=True, slots=True)
class Acknowledgement:
    """The asked team has understood what is asked of it in ``issue``. It is no promise, and clears nothing."""

    issue: Ref
    said: Said


Statement = Wait | Fallback | Duplicate | Child | Drop | Waiver | Migration | Acknowledgement


def source_of(statement: Statement) -> Source:
    """Who said a statement."""
    return statement.source if isinstance(statement, Waiver) else statement.said.source
