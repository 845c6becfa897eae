"""What the store keeps as documents: what an issue says of itself, its telling lines, and statements of each kind."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from rules.interpretation import Outcome
from rules.model import Facts, Glimpse, History, Issue, NearMiss, Need, PlanSign, Ref, State
from rules.sayings import FIELDS
from rules.statements import Acknowledgement, Child, Drop, Duplicate, Fallback, Migration, Source, Wait, Waiver
from service.activity import NOTHING, Activity
from service.understanding import Lines

if TYPE_CHECKING:
    from rules.statements import Statement

KINDS: Final[dict[str, type[Statement]]] = {
    "wait": Wait,
    "fallback": Fallback,
    "duplicate": Duplicate,
    "child": Child,
    "drop": Drop,
    "waiver": Waiver,
    "migration": Migration,
    "acknowledgement": Acknowledgement,
}
NAMES: Final = {kind: name for name, kind in KINDS.items()}
Value = TypeVar("Value")
NOWHERE: Final = Ref("", "")
NATIVE: Final = frozenset({Source.NATIVE, Source.LINK_TYPE})
REMOTE: Final = frozenset({Source.REMOTE_LINK})
TEXTS: Final = frozenset({Source.DESCRIPTION, Source.COMMENT, Source.COMMAND})
_STATEMENTS: Final = {name: msgspec.json.Decoder(kind) for name, kind in KINDS.items()}


class Told(msgspec.Struct, frozen=True):
    """What one issue's document and its comments say, statements aside. ``signs`` are the issue's, as bits.

    The issue ``moved`` when people last did something, as far as its ``activity`` tells.
    """

    issue: Issue
    signs: int
    need: Need
    near_misses: tuple[NearMiss, ...]
    unresolved: tuple[str, ...]
    other_link_types: tuple[str, ...]
    history: History = History()
    activity: Activity = NOTHING
    outcomes: tuple[Outcome, ...] = ()

    @classmethod
    def of(cls, facts: Facts, outcomes: tuple[Outcome, ...] = ()) -> Told:
        """The same of facts. Of their issue's activity nothing is known yet."""
        return cls(
            replace(facts.issue, signs=PlanSign.NONE, moved=facts.issue.created),
            facts.issue.signs.value,
            facts.need,
            facts.near_misses,
            facts.unresolved,
            facts.other_link_types,
            facts.history,
            outcomes=outcomes,
        )

    def facts(self, ref: Ref) -> Facts:
        """The facts, under the address that the issue has now."""
        return Facts(
            issue=replace(self.issue, ref=ref, signs=PlanSign(self.signs)),
            need=self.need,
            history=self.history,
            near_misses=self.near_misses,
            unresolved=self.unresolved,
            other_link_types=self.other_link_types,
        )

    @property
    def essence(self) -> tuple[object, ...]:
        """All of it that a verdict may depend on: not its title, its wording, or the hour at which it moved."""
        issue = replace(self.issue, title="", url="", moved=None)
        day = self.issue.moved and self.issue.moved.date()
        return issue, day, self.signs, self.need, self.near_misses, self.unresolved, self.history, self.outcomes

    def seen(self, activity: Activity) -> Told:
        """The same, with more that is known of its activity. Somebody made it: it did not move before that."""
        joined = self.activity.joined(activity)
        moved = max((one for one in (joined.moved, self.issue.created) if one is not None), default=None)
        return msgspec.structs.replace(self, issue=replace(self.issue, moved=moved), activity=joined)

    def after(self, known: Told | None) -> Told:
        """The same, with what is seen to have changed since it was known before. Days are the tracker's."""
        if known is None:
            return self
        history, before, now = known.history, known.issue, self.issue
        if before.needed_by is not None and before.needed_by != now.needed_by:
            history = replace(history, planned_before=before.needed_by)
        planned = bool(self.signs or now.needed_by)
        if planned or known.signs or before.needed_by:
            history = replace(history, left_plan=not planned)
        if now.state is not State.DONE:
            history = replace(history, came=None)
        elif before.state is State.OPEN:
            ended = now.closed or self.activity.updated
            history = replace(history, came=ended and ended.date())
        return msgspec.structs.replace(self, history=history)


TOLD: Final = msgspec.json.Decoder(Told)
LINES: Final = msgspec.json.Decoder(tuple[Lines, ...])
GLIMPSE: Final = msgspec.json.Decoder(Glimpse)
encoded: Final = msgspec.json.Encoder().encode


def name_of(statement: Statement) -> str:
    """What else tells two statements about the same issues apart."""
    if isinstance(statement, Waiver):
        return statement.rule or ""
    return statement.said.words if statement.said.source is Source.LINK_TYPE else ""


def body_of(statement: Statement) -> bytes:
    """The statement as the store keeps it, without its addresses: these may change, and it stays the same statement."""
    fields = (field for field in FIELDS[type(statement)] if getattr(statement, field) is not None)
    nameless: dict[str, Any] = dict.fromkeys(fields, NOWHERE)
    if not isinstance(statement, Waiver):
        nameless["said"] = replace(statement.said, where=NOWHERE)
    return encoded(replace(statement, **nameless))


class Shared:
    """What many issues have alike is kept once."""

    def __init__(self) -> None:
        self._kept: dict[Any, Any] = {}

    def __call__(self, value: Value) -> Value:
        """The first of all equal values."""
        kept: Value = self._kept.setdefault(value, value)
        return kept


_SHARED: Final = ("labels", "components", "fields", "assignees")


def facts_of(told: bytes, ref: Ref, shared: Shared, state: State | None = None) -> Facts:
    """What an issue tells of itself, at the address that it has now, and in another state where that is known better.

    The issue that is decoded is nobody else's yet, so that it is completed in its place: to make another one takes as
    long as all the rest.
    """
    found = TOLD.decode(told)
    issue = found.issue
    object.__setattr__(issue, "ref", ref)
    if found.signs:
        object.__setattr__(issue, "signs", PlanSign(found.signs))
    if state is not None:
        object.__setattr__(issue, "state", state)
    for name in _SHARED:
        if value := getattr(issue, name):
            object.__setattr__(issue, name, shared(value))
    return Facts(
        issue=issue,
        need=shared(found.need),
        history=shared(found.history),
        near_misses=found.near_misses,
        unresolved=found.unresolved,
        other_link_types=found.other_link_types,
    )


@lru_cache(maxsize=4096)
def template_of(kind: str, body: bytes) -> Statement:
    """What a row says, without its issues."""
    statement: Statement = _STATEMENTS[kind].decode(body)
    return statement
