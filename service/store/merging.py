"""Two rows that turned out to be one issue: everything that speaks of the one speaks of the other from then on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, or_, select, update

from service.speech.markers import Role
from service.store.aliases import add_alias
from service.store.sayings import keep, note_on, said_on
from service.store.tables import (
    address,
    answer,
    brief,
    failure,
    glimpse,
    held,
    issue,
    noise,
    pull_check,
    pull_issue,
    reading,
    said,
    statement,
    verdict,
    work,
)
from service.store.upserts import insert
from service.store.work import Lane, mark

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

IDENTITY = ["kind", "source", "scope", "a", "b", "c", "name"]
ENDS = ("scope", "a", "b", "c", "teller")


def merge(connection: Connection, gone: int, into: int) -> None:
    """Moves what is known of the row ``gone`` to the row ``into``, which wins where both know something."""
    connection.execute(update(address).where(address.c.issue_id == gone).values(issue_id=into))
    _statements(connection, gone, into)
    _glimpses(connection, gone, into)
    _what_was_said(connection, gone, into)
    _what_was_judged(connection, gone, into)
    add_alias(connection, gone, into)
    _what_waits(connection, gone, into)
    _what_is_checked(connection, gone, into)
    for table in (reading, work, failure, verdict, brief, said, held, answer, pull_check):
        connection.execute(delete(table).where(table.c.issue_id == gone))
    connection.execute(delete(issue).where(issue.c.id == gone))


def _statements(connection: Connection, gone: int, into: int) -> None:
    """Of two rows that become one, the newer one counts."""
    speaks = or_(*(statement.c[end] == gone for end in ENDS))
    rows: list[dict[str, Any]] = [dict(row) for row in connection.execute(select(statement).where(speaks)).mappings()]
    connection.execute(delete(statement).where(speaks))
    for row in rows:
        moved = {name: into if name in ENDS and value == gone else value for name, value in row.items() if name != "id"}
        inserting = insert(connection, statement).values(**moved)
        newer = {name: inserting.excluded[name] for name in ("present", "start", "finish", "teller", "body")}
        connection.execute(
            inserting.on_conflict_do_update(
                index_elements=IDENTITY, set_=newer, where=statement.c.start < inserting.excluded.start
            )
        )


def _glimpses(connection: Connection, gone: int, into: int) -> None:
    for column in (glimpse.c.issue_id, glimpse.c.teller):
        rows = [dict(row) for row in connection.execute(select(glimpse).where(column == gone)).mappings()]
        connection.execute(delete(glimpse).where(column == gone))
        for row in rows:
            connection.execute(
                insert(connection, glimpse).values(**(row | {column.name: into})).on_conflict_do_nothing()
            )


def _what_waits(connection: Connection, gone: int, into: int) -> None:
    """Who waited for one issue waits for the other: a comment that is to be read is not forgotten on the way."""
    pending = select(work).where(work.c.issue_id == gone, work.c.generation > work.c.done)
    for row in connection.execute(pending).fetchall():
        mark(connection, Lane(row.lane), [into], row.due, {into: row.facets})


def _what_is_checked(connection: Connection, gone: int, into: int) -> None:
    """A pull request that is for the one is for the other."""
    pulls = list(connection.execute(select(pull_issue.c.pull_id).where(pull_issue.c.issue_id == gone)).scalars())
    connection.execute(delete(pull_issue).where(or_(pull_issue.c.issue_id == gone, pull_issue.c.pull_id == gone)))
    for pull in pulls:
        row = {"pull_id": pull, "issue_id": into}
        connection.execute(insert(connection, pull_issue).values(**row).on_conflict_do_nothing())


def _what_was_said(connection: Connection, gone: int, into: int) -> None:
    """A comment moves with its issue, and so does what is still to be told."""
    for row in connection.execute(select(said.c.role, said.c.at).where(said.c.issue_id == gone)).fetchall():
        role = Role(row.role)
        former, identity = said_on(connection, gone, role)
        own, own_identity = said_on(connection, into, role)
        known = replace(own, events=own.events | former.events) if own_identity else former.moved()
        note = note_on(connection, into if own_identity else gone, role)
        keep(connection, into, known, identity=own_identity or identity, at=row.at, note=note)
    for table in (held, answer):
        for copy in _copies(connection, table, gone, into):
            connection.execute(insert(connection, table).values(**copy).on_conflict_do_nothing())
    connection.execute(update(noise).where(noise.c.issue_id == gone).values(issue_id=into))


def _what_was_judged(connection: Connection, gone: int, into: int) -> None:
    """Where the one was never judged, it stands as the other did until it is: what was known of it is no news then."""
    for table in (verdict, brief):
        for copy in _copies(connection, table, gone, into):
            connection.execute(insert(connection, table).values(**(copy | {"stale": True})).on_conflict_do_nothing())


def _copies(connection: Connection, table: Table, gone: int, into: int) -> list[dict[str, Any]]:
    rows = connection.execute(select(table).where(table.c.issue_id == gone)).mappings()
    return [dict(row) | {"issue_id": into} for row in rows]
