"""What the API answers beside the documents of a survey."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from service.rulebook import InForce
from service.store.allowances import Allowance
from service.survey.shown import Figures, Finding


@dataclass(frozen=True, slots=True)
class Trend:
    """The figures of one day."""

    day: str
    figures: Figures

    @classmethod
    def of(cls, day: int, figures: Figures) -> Self:
        """From an ordinal day."""
        return cls(date.fromordinal(day).isoformat(), figures)


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, since when it is there and when it was settled: moments in seconds since 1970."""

    finding: Finding
    since: float
    gone: float | None


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule, its documentation as Markdown, whether it is on, its settings in force, and how much it finds now."""

    code: str
    name: str
    severity: str
    may_comment: bool
    on: bool
    own: bool
    summary: str
    documentation: str
    settings: dict[str, Any]
    findings: int

    @classmethod
    def of(cls, rule: InForce, findings: int) -> Self:
        """From a rule of the rulebook."""
        same = ("code", "name", "severity", "on", "own", "summary", "documentation")
        settings = {one.name: one.value for one in rule.thresholds}
        told = {name: getattr(rule, name) for name in same}
        return cls(**told, may_comment=rule.speaks, settings=settings, findings=findings)


@dataclass(frozen=True, slots=True)
class DeliveryShown:
    """A webhook that came in: ``kept`` as long as nobody looked, ``done``, or ``dead`` with the reason in its note."""

    id: int
    site: str
    vendor_id: str
    event: str
    received: float
    state: str
    note: str
    size: int


@dataclass(frozen=True, slots=True)
class Rechecked:
    """How an issue is looked at anew: ``read`` from its tracker, or only ``judge`` where that cannot be read."""

    how: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many are looked at again, or sent again."""

    replayed: int


@dataclass(frozen=True, slots=True)
class AuditBegun:
    """An audit by its number, and the address at which its progress is told."""

    audit: int
    progress: str


@dataclass(frozen=True, slots=True)
class MessageShown:
    """A message to a program: ``waiting``, ``taken``, or ``dead`` with the reason in its note."""

    id: int
    receiver: str
    event: str
    state: str
    made: float
    due: float
    attempts: int
    note: str


@dataclass(frozen=True, slots=True)
class AuditShown:
    """An audit as its history tells it; what an audit that has not ended came to is ``null``."""

    audit: int
    asked_by: str
    sites: list[str]
    began: str
    ended: str | None
    seconds: float | None
    findings: dict[str, int] | None
    rules: dict[str, int] | None
    changes: dict[str, Any] | None
    self_reliance: float | None
    links: dict[str, int] | None
    read: list[dict[str, Any]] | None


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """What the configuration means, in lines; it tells whether secrets are there, and never what they are.

    ``left`` is what trackers said last is left of their limits. Who may not see everything reads no lines.
    """

    lines: list[str]
    left: list[Allowance]


@dataclass(frozen=True, slots=True)
class DeedShown:
    """Something that somebody did, at a moment in seconds since 1970."""

    id: int
    at: float
    who: str
    name: str
    what: str
    about: str
    before: Any
    after: Any
