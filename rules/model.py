"""What Detour knows of one issue: the types that every other part speaks in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003  # the store decodes these types, and looks their fields up
from enum import Enum, Flag, IntEnum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rules.text.passages import Passage

VENDOR_SITE = "vendor"
"""The site name under which configured outside suppliers live; they have no tickets."""
TEAM_SITE = "team"
"""The site name under which findings on the organisation name its teams, which no tracker has addresses of."""


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """An issue's address as people write it, on one site.

    ``site`` is ``github/NAME`` or ``jira/NAME``; ``text`` is ``acme/web#12`` or ``PAY-311``. An address may move
    (a transfer, a renamed project); the tracker's own id, ``Issue.vendor_id``, does not.
    """

    site: str
    text: str

    @property
    def tracker(self) -> str:
        """``github``, ``jira`` or ``vendor``."""
        return self.site.partition("/")[0]

    @property
    def container(self) -> str:
        """The project or repository: ``PAY`` or ``acme/web``; for a vendor its own name."""
        tracker = self.tracker
        if tracker == "github":
            return self.text.rpartition("#")[0]
        if tracker == "jira":
            return self.text.rpartition("-")[0]
        return self.text

    @property
    def address(self) -> tuple[str, str]:
        """What two spellings of one address share: trackers do not mind the case of names."""
        return self.site, self.text.casefold()

    def __str__(self) -> str:
        """The address alone, as people write it."""
        return self.text


class State(IntEnum):
    """How an issue ended, or that it has not."""

    OPEN = 0
    DONE = 1
    DROPPED = 2
    UNKNOWN = 3
    """Never read, and nobody told its state."""
    GONE = 4
    """The tracker said that it was deleted or is out of reach."""
    SUPPLIER = 5
    """A configured outside supplier: there is no ticket, so it never ends."""


class PlanSign(Flag):
    """A reason to call an issue planned; which of them count is a setting."""

    NONE = 0
    IN_PROGRESS = auto()
    ACTIVE_SPRINT = auto()
    DATED_VERSION = auto()
    DATED_MILESTONE = auto()
    NEEDED_BY = auto()


class DateSource(IntEnum):
    """Where a needed-by date comes from; the first that is present counts."""

    NONE = 0
    TEXT = 1
    DUE_DATE = 2
    SPRINT = 3
    VERSION = 4
    MILESTONE = 5
    PARENT = 6


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


@dataclass(frozen=True, slots=True)
class Cost:
    """What a fallback costs, in working days; keeping it is in days a month. ``None``: not said."""

    build: float | None = None
    keep: float | None = None
    remove: float | None = None


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Wait:
    """``blocked`` waits on ``blocker``."""

    blocked: Ref
    blocker: Ref
    said: Said


@dataclass(frozen=True, slots=True)
class Fallback:
    """``ticket`` is what the team of ``issue`` does if ``blocker`` does not come; without a blocker, for any."""

    issue: Ref
    ticket: Ref
    said: Said
    blocker: Ref | None = None
    kind: FallbackKind = FallbackKind.OTHER
    cost: Cost = Cost()
    migration: Ref | None = None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """``copy`` was declared to be the same work as ``original``."""

    copy: Ref
    original: Ref
    said: Said


@dataclass(frozen=True, slots=True)
class Child:
    """``child`` is a part of ``parent``: an epic's story, a sub-task, a sub-issue."""

    child: Ref
    parent: Ref
    said: Said


@dataclass(frozen=True, slots=True)
class Drop:
    """The link ended by decision: something else is done instead. Without a blocker, every link of the issue."""

    blocked: Ref
    blocker: Ref | None
    because: str
    said: Said


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Migration:
    """``ticket``, a fallback of ``issue``, is to be replaced by what was asked for; ``to`` is the work of doing so."""

    issue: Ref
    to: Ref
    ticket: Ref
    said: Said


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The asked team has understood what is asked of it in ``issue``. It is no promise, and clears nothing."""

    issue: Ref
    said: Said


Statement = Wait | Fallback | Duplicate | Child | Drop | Waiver | Migration | Acknowledgement


def source_of(statement: Statement) -> Source:
    """Who said a statement."""
    return statement.source if isinstance(statement, Waiver) else statement.said.source


@dataclass(frozen=True, slots=True)
class Need:
    """What an issue says of its own need, and what its answers from an away team were."""

    by: date | None = None
    because: str = ""
    decide_by: date | None = None
    away_team: bool | None = None
    guide: str = ""
    away_until: date | None = None


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A line that almost says something, and the line that would; or a command, and ``why`` it was not carried out.

    ``instead`` is '' where no other line would help.
    """

    line: str
    instead: str
    why: str = ""

    def __str__(self) -> str:
        """For people."""
        would = f'; "{self.instead}" would' if self.instead else ""
        return f'"{self.line}" ' + (f"was not carried out: {self.why}{would}" if self.why else f"says nothing{would}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One issue as its tracker tells it.

    ``vendor_id`` is the tracker's own id. ``labels``, ``components`` and ``fields`` (name and value) are what teams
    may own by. ``assignees`` are accounts as configuration names them: ``github:@login``, ``jira:ID``.
    ``needed_by`` is the tracker's own date with its source, text aside.
    """

    ref: Ref
    vendor_id: str
    title: str
    url: str
    state: State
    outcome_known: bool = True
    closed_as_duplicate: bool = False
    signs: PlanSign = PlanSign.NONE
    needed_by: date | None = None
    needed_from: DateSource = DateSource.NONE
    moved: datetime | None = None
    """When the tracker last saw a change; of an issue in the store, when people last did something there."""
    created: datetime | None = None
    closed: datetime | None = None
    priority: str = ""
    """What the tracker calls its priority; GitHub has none but labels."""
    labels: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    assignees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was seen of an issue from one reading to the next; nothing of one that was read once."""

    planned_before: date | None = None
    """Its own date before that was changed the last time."""
    left_plan: bool = False
    """It was planned, and is no more."""
    came: date | None = None
    """The day on which it was seen to be done after it had been seen open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """What one issue's document tells of another issue. ``state`` is ``None`` where it does not tell."""

    ref: Ref
    vendor_id: str = ""
    title: str = ""
    url: str = ""
    state: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that one issue's document says.

    ``unresolved`` names, for people, what it lacks or what has no address. ``passages`` are the lines of its
    description, if that may say anything: whoever reads the comments too reads both together, for one may retract
    what the other said.
    """

    issue: Issue
    need: Need = Need()
    history: History = History()
    statements: tuple[Statement, ...] = ()
    glimpses: tuple[Glimpse, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    unresolved: tuple[str, ...] = ()
    other_link_types: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
