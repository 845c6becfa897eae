"""Statements that people made on Detour's own pages: they count like commands, and stand until they are taken back.

No reading of a tracker says or denies them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from rules.sayings import ends_of, restated
from rules.statements import Source
from service.store.documents import body_of, template_of
from service.store.identities import Identities, Sighting, refs_of
from service.store.memory import Remembered
from service.store.statements import Key, Statements, Ticks
from service.store.tables import statement as table

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Connection, Row, Select

    from rules.model import Ref
    from rules.statements import Statement

PAGE = frozenset({Source.PAGE})


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement by its number, and the tick at which it was made, in microseconds since 1970."""

    id: int
    statement: Statement
    tick: int


def stated_on(connection: Connection, here: int) -> list[Stated]:
    """What was stated on the page of an issue, by its row."""
    rows = list(connection.execute(_of(here)))
    refs = refs_of(connection, sorted({end for row in rows for end in (row.a, row.b, row.c, here) if end}))
    return [_stated(row, refs, here) for row in rows]


def state(connection: Connection, said: Statement, tick: int) -> tuple[Stated, Remembered]:
    """Adds a statement to the model, or replaces what was stated of the same issues before.

    Returns it as it is kept, and what follows from it.
    Inside a transaction that changes the model.
    """
    identities = Identities(connection)
    identities.enter(Sighting(end) for end in ends_of(said) if end is not None)
    here = identities.of(ends_of(said)[0])
    key = Key.of(said, identities, here)
    changed = _replaced(connection, here, _bodies(connection, here) | {key: body_of(said)}, tick)
    changed.fresh = dict(identities.fresh)
    number = next(row.id for row in connection.execute(_of(here)) if _key(row) == key)
    return next(one for one in stated_on(connection, here) if one.id == number), changed


def withdraw(connection: Connection, here: int, number: int, tick: int) -> tuple[Statement, Remembered] | None:
    """Takes a statement back; what it was, and what follows from that. ``None`` for one that is not there."""
    found = next((one.statement for one in stated_on(connection, here) if one.id == number), None)
    if found is None:
        return None
    gone = next(_key(row) for row in connection.execute(_of(here)) if row.id == number)
    wanted = {key: body for key, body in _bodies(connection, here).items() if key != gone}
    return found, _replaced(connection, here, wanted, tick)


def _replaced(connection: Connection, here: int, wanted: dict[Key, bytes], tick: int) -> Remembered:
    statements = Statements(connection, [here])
    statements.replace_own(here, PAGE, wanted.items(), Ticks(tick, tick, here))
    statements.write()
    return Remembered(changed=set(statements.changed), asked=set(statements.asked))


def _bodies(connection: Connection, here: int) -> dict[Key, bytes]:
    return {_key(row): row.body for row in connection.execute(_of(here))}


def _of(here: int) -> Select[tuple[Any, ...]]:
    mine = (table.c.scope == here) & (table.c.source == Source.PAGE.value) & table.c.present
    return select(table).where(mine).order_by(table.c.id)


def _key(row: Row[*tuple[Any, ...]]) -> Key:
    return Key(row.kind, row.source, row.scope, row.a, row.b, row.c, row.name)


def _stated(row: Row[*tuple[Any, ...]], refs: dict[int, Ref], here: int) -> Stated:
    first, *others = (refs.get(end) for end in (row.a, row.b, row.c))
    said = restated(template_of(row.kind, row.body), (first or refs[here], others[0], others[1]), refs[here])
    return Stated(row.id, said, row.start)
