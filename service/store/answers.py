"""Answers to commands: which reaction each comment is to get, and whether it has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from connectors.contract import Reaction
from service.store.documents import TOLD
from service.store.lists import one_of, rows_of
from service.store.tables import answer as table
from service.store.tables import issue
from service.store.upserts import put

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from rules.interpretation import Outcome


@dataclass(frozen=True, slots=True)
class Answer:
    """How one comment is answered.

    ``words`` is a digest of its commands, ``reaction_id`` the tracker's id of the reaction that it has, or ''.
    ``settled``: it has that ``reaction``, or is not to get it any more.
    """

    issue_id: int
    comment: str
    words: str
    reaction: Reaction
    reaction_id: str = ""
    settled: bool = False


_TOLD = select(issue.c.id, issue.c.told).where(one_of(issue.c.id, "some"), issue.c.told.is_not(None))
_ON = select(table).where(one_of(table.c.issue_id, "some")).order_by(table.c.comment)
_DUE = select(table.c.issue_id).where(one_of(table.c.issue_id, "some"), ~table.c.settled)


def outcomes_on(connection: Connection, issues: Sequence[int]) -> dict[int, tuple[Outcome, ...]]:
    """What became of the commands on some issues, of those that have any."""
    found: dict[int, tuple[Outcome, ...]] = {}
    for row in rows_of(connection, _TOLD, issues):
        if outcomes := TOLD.decode(row.told).outcomes:
            found[row.id] = outcomes
    return found


def answers_on(connection: Connection, issues: Sequence[int]) -> dict[tuple[int, str], Answer]:
    """The answers on some issues, by issue and comment."""
    return {
        (row.issue_id, row.comment): Answer(
            row.issue_id, row.comment, row.words, Reaction(row.reaction), row.reaction_id, row.settled
        )
        for row in rows_of(connection, _ON, issues)
    }


def unanswered(connection: Connection, issues: Sequence[int]) -> set[int]:
    """Those of some issues on which an answer is still to be given."""
    return {row.issue_id for row in rows_of(connection, _DUE, issues)}


def keep(connection: Connection, answers: Iterable[Answer]) -> None:
    """Puts answers in the place of earlier ones."""
    rows = [
        {
            "issue_id": one.issue_id,
            "comment": one.comment,
            "words": one.words,
            "reaction": one.reaction.value,
            "reaction_id": one.reaction_id,
            "settled": one.settled,
        }
        for one in answers
    ]
    put(connection, table, rows)


def forget(connection: Connection, answers: Iterable[Answer]) -> None:
    """Drops answers to comments that say nothing any more."""
    for one in answers:
        here = (table.c.issue_id == one.issue_id) & (table.c.comment == one.comment)
        connection.execute(delete(table).where(here))
