"""Statements in the store: native ones are true as the newest witness has it, those of a text as the text stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, or_, select

from connectors.contract import End
from rules.sayings import ends_of
from rules.statements import source_of
from service.store.documents import KINDS, NAMES, name_of
from service.store.lists import one_of, rows_of, unindexed
from service.store.tables import statement as table
from service.store.upserts import chunks, insert

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Row

    from connectors.contract import Witnesses
    from rules.statements import Source, Statement
    from service.store.identities import Identities

KINDS_OF_BOTH = frozenset({"child", "duplicate", "fallback"})
"""Statements that change what their second issue is, too."""
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Key:
    """What tells a statement from every other."""

    kind: str
    source: str
    scope: int
    a: int
    b: int
    c: int
    name: str

    @classmethod
    def of(cls, statement: Statement, identities: Identities, scope: int) -> Key:
        """The key of a statement whose issues were entered."""
        a, b, c = (NOBODY if end is None else identities.of(end) for end in ends_of(statement))
        return cls(NAMES[type(statement)], source_of(statement).value, scope, a, b, c, name_of(statement))


@dataclass(frozen=True, slots=True)
class Ticks:
    """When a reading was under way, and whose it was."""

    start: int
    finish: int
    teller: int


@dataclass(frozen=True, slots=True)
class _State:
    present: bool
    ticks: Ticks
    body: bytes


_NATIVE = unindexed(table.c.scope) == NOBODY
_NEAR = select(table).where(
    or_(one_of(table.c.scope, "some"), *(_NATIVE & one_of(end, "some") for end in (table.c.a, table.c.b)))
)
"""Native statements of which some issues are an end, and their own."""


class Statements:
    """The statements around some issues, inside one transaction that changes the model.

    ``changed`` gathers the issues whose verdict may be another now; ``asked`` those on which somebody begins or ceases
    to wait; ``doubtful`` those of which two readings that were under way at the same time disagree; ``appeared`` the
    native statements that are news.
    """

    def __init__(self, connection: Connection, issues: Sequence[int]) -> None:
        self._connection = connection
        self._known: dict[Key, _State] = {}
        self._around: defaultdict[int, dict[Key, None]] = defaultdict(dict)
        """By issue: native statements that it is an end of, and its own."""
        self._new: dict[Key, _State] = {}
        self._gone: set[Key] = set()
        self.changed: set[int] = set()
        self.asked: set[int] = set()
        self.doubtful: set[int] = set()
        self.appeared: dict[Key, Ticks] = {}
        for row in rows_of(connection, _NEAR, issues):
            self._know(Key(row.kind, row.source, row.scope, row.a, row.b, row.c, row.name), _state(row))

    def say(self, key: Key, body: bytes, ticks: Ticks) -> None:
        """A native statement that a reading has."""
        self._witness(key, _State(present=True, ticks=ticks, body=body))

    def deny(self, key: Key, ticks: Ticks) -> None:
        """A native statement that is known not to be."""
        known = self._known.get(key)
        self._witness(key, _State(present=False, ticks=ticks, body=known.body if known else b""))

    def deny_others(self, issue: int, said: Iterable[Key], ticks: Ticks, witnesses: Witnesses) -> None:
        """Retracts what a complete reading of an issue's links would have shown, and does not contain."""
        kept = set(said)
        for key in list(self._around[issue]):
            known = self._known[key]
            if key not in kept and known.present and shows(witnesses, key, issue) and not _same(known.ticks, ticks):
                self.deny(key, ticks)

    def replace_own(
        self, issue: int, sources: frozenset[Source], said: Iterable[tuple[Key, bytes]], ticks: Ticks
    ) -> None:
        """What an issue alone says now by some sources, and nothing else; its readings are in order already."""
        wanted, names = dict(said), {source.value for source in sources}
        own = [key for key in self._around[issue] if key.scope == issue and key.source in names]
        for key in [key for key in own if key not in wanted]:
            del self._known[key], self._around[issue][key]
            self._new.pop(key, None)
            self._gone.add(key)
            self._change(key)
        for key, body in wanted.items():
            known = self._known.get(key)
            if known is None or known.body != body:
                self._put(key, _State(present=True, ticks=ticks, body=body))
                self._change(key)

    def write(self) -> None:
        """Puts what changed into the table."""
        for key in self._gone - self._new.keys():
            self._connection.execute(delete(table).where(*(table.c[name] == getattr(key, name) for name in _KEY)))
        rows = [_row(key, state) for key, state in self._new.items()]
        if rows:
            inserting = insert(self._connection, table)
            rest = {name: inserting.excluded[name] for name in ("present", "start", "finish", "teller", "body")}
            self._connection.execute(inserting.on_conflict_do_update(index_elements=_KEY, set_=rest), rows)

    def _witness(self, key: Key, state: _State) -> None:
        """The witness that began later counts; where two were under way together and disagree, both are asked again."""
        known = self._known.get(key)
        if known is not None and known.present != state.present and _overlap(known.ticks, state.ticks):
            self.doubtful |= {key.a, key.b}
        if known is not None and known.ticks.start > state.ticks.start:
            return
        self._put(key, state)
        before = known is not None and known.present
        if state.present and not before:
            self.appeared[key] = state.ticks
        if before != state.present or (known is not None and state.present and known.body != state.body):
            self._change(key)

    def _put(self, key: Key, state: _State) -> None:
        self._know(key, state)
        self._new[key] = state

    def _know(self, key: Key, state: _State) -> None:
        self._known[key] = state
        for issue in {key.a, key.b} if key.scope == NOBODY else {key.scope}:
            self._around[issue][key] = None

    def _change(self, key: Key) -> None:
        self.changed.add(key.a)
        if key.kind in KINDS_OF_BOTH:
            self.changed.add(key.b)
        if key.kind == "wait":
            self.asked.add(key.b)


_KEY = list(Key.__slots__)


def _state(row: Row[*tuple[Any, ...]]) -> _State:
    ticks = Ticks(row.start, row.finish, row.teller)
    return _State(present=row.present, ticks=ticks, body=row.body)


def _row(key: Key, state: _State) -> dict[str, object]:
    ticks = {"start": state.ticks.start, "finish": state.ticks.finish, "teller": state.ticks.teller}
    return {name: getattr(key, name) for name in _KEY} | ticks | {"present": state.present, "body": state.body}


def shows(witnesses: Witnesses, key: Key, issue: int) -> bool:
    """Whether a complete reading of an issue's links shows a statement."""
    if key.scope != NOBODY:
        return False
    ends = witnesses.get(KINDS[key.kind], frozenset())
    return (key.a == issue and End.FIRST in ends) or (key.b == issue and End.SECOND in ends)


def _overlap(one: Ticks, other: Ticks) -> bool:
    """Whether two readings were under way together. Of one request is another matter: it saw one moment."""
    return not _same(one, other) and one.start <= other.finish and other.start <= one.finish


def _same(one: Ticks, other: Ticks) -> bool:
    return (one.start, one.finish) == (other.start, other.finish)


def named(connection: Connection, issues: Sequence[int]) -> set[int]:
    """Those of some issues that another one names."""
    found: set[int] = set()
    for some in chunks(issues):
        for end in (table.c.a, table.c.b, table.c.c):
            found.update(connection.execute(select(end).where(one_of(end, some), table.c.teller != end)).scalars())
    return found
