"""The outbox: what was said on each issue in each role, and what is being said, so that nothing is said twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import msgspec
from sqlalchemy import bindparam, select

from service.speech.markers import Role
from service.speech.said import Said, SaidState
from service.store.aliases import aliases_in
from service.store.documents import encoded
from service.store.lists import one_of, rows_of
from service.store.tables import said as table
from service.store.upserts import put

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Row

_EVENTS: Final = msgspec.json.Decoder(frozenset[str])
_ON: Final = select(table).where(one_of(table.c.issue_id, "some"), table.c.role == bindparam("role"))
_STANDING: Final = select(table.c.issue_id, table.c.comment_id).where(
    one_of(table.c.issue_id, "some"), table.c.state == SaidState.STANDS.value
)
_ACCOUNTS: Final = msgspec.json.Decoder(tuple[str, ...])


def keep(connection: Connection, issue: int, said: Said, *, identity: str, at: float, note: str = "") -> None:
    """Keeps what was said. ``identity`` is how the comment's marker names the issue; ``note`` is for people."""
    row = {
        "issue_id": issue,
        "role": said.role.value,
        "identity": identity,
        "generation": said.generation,
        "digest": said.digest,
        "events": encoded(sorted(said.events)),
        "comment_id": said.comment_id,
        "saying": encoded(sorted(said.saying)),
        "mentioned": encoded(said.mentioned) if said.mentioned else None,
        "state": said.state.value,
        "note": note,
        "at": at,
    }
    put(connection, table, [row])


def said_on(connection: Connection, issue: int, role: Role, restored: float = 0.0) -> tuple[Said, str]:
    """What was said on an issue in a role, and how its marker names the issue ('' if nothing was said).

    ``restored``: when the store was restored from a backup; what was kept before may be older than what stands there.
    """
    row = next(iter([*rows_of(connection, _ON, [issue], role=role.value)]), None)
    said = Said(role) if row is None else _by_now(connection, {issue: row})[issue]
    older = restored > (0.0 if row is None else row.at)
    return (said.restored() if older else said), "" if row is None else row.identity


def all_said_on(connection: Connection, issues: Sequence[int], role: Role) -> dict[int, Said]:
    """What was said on some issues in a role, or tried; those on which nothing ever was are left out."""
    return _by_now(connection, {row.issue_id: row for row in rows_of(connection, _ON, issues, role=role.value)})


def _by_now(connection: Connection, rows: Mapping[int, Row[*tuple[Any, ...]]]) -> dict[int, Said]:
    """What rows tell, of the issues that those in its events are by now."""
    said = {one: _said(row) for one, row in rows.items()}
    aliases = aliases_in(connection, (one.events | one.saying for one in said.values()))
    return {
        issue: replace(one, events=aliases.events(one.events), saying=aliases.events(one.saying))
        for issue, one in said.items()
    }


def _said(row: Row[*tuple[Any, ...]]) -> Said:
    events, saying = _EVENTS.decode(row.events), _EVENTS.decode(row.saying)
    mentioned = () if row.mentioned is None else _ACCOUNTS.decode(row.mentioned)
    state = SaidState(row.state)
    return Said(Role(row.role), row.generation, row.digest, events, row.comment_id, state, saying, mentioned)


def comments_on(connection: Connection, issues: Sequence[int]) -> set[tuple[int, str]]:
    """The comments of ours that stand on some issues, each by its issue and its id."""
    return {(row.issue_id, row.comment_id) for row in rows_of(connection, _STANDING, issues)}


def note_on(connection: Connection, issue: int, role: Role) -> str:
    """What people should know of the last try to say something, '' if there is nothing."""
    wanted = select(table.c.note).where(table.c.issue_id == issue, table.c.role == role.value)
    return connection.execute(wanted).scalar_one_or_none() or ""
