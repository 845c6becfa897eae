"""What Detour knows of one issue: the types that every other part speaks in."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003  # the store decodes these types, and looks their fields up
from enum import Flag, IntEnum, auto
from typing import TYPE_CHECKING

from rules.values import value

if TYPE_CHECKING:
    from rules.statements import Statement
    from rules.text.passages import Passage

VENDOR_SITE = "vendor"
"""The site name under which configured outside suppliers live; they have no tickets."""
TEAM_SITE = "team"
"""The site name under which findings on the organisation name its teams, which no tracker has addresses of."""


@value(frozen=True, slots=True, order=True)
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
        if self.site.startswith("jira/"):
            return self.text.rpartition("-")[0]
        if self.site.startswith("github/"):
            return self.text.rpartition("#")[0]
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


@value(frozen=True, slots=True)
class Need:
    """What an issue says of its own need, and what its answers from an away team were."""

    by: date | None = None
    because: str = ""
    decide_by: date | None = None
    away_team: bool | None = None
    guide: str = ""
    away_until: date | None = None


@value(frozen=True, slots=True)
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


@value(frozen=True, slots=True, kw_only=True)
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


@value(frozen=True, slots=True, kw_only=True)
class History:
    """What was seen of an issue from one reading to the next; nothing of one that was read once."""

    planned_before: date | None = None
    """Its own date before that was changed the last time."""
    left_plan: bool = False
    """It was planned, and is no more."""
    came: date | None = None
    """The day on which it was seen to be done after it had been seen open."""


@value(frozen=True, slots=True)
class Glimpse:
    """What one issue's document tells of another issue. ``state`` is ``None`` where it does not tell."""

    ref: Ref
    vendor_id: str = ""
    title: str = ""
    url: str = ""
    state: State | None = None


@value(frozen=True, slots=True, kw_only=True)
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
