"""Checks on pull requests: what each says, or is about to say, and the issues that its pull request is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, or_, select, update

from service.store.lists import one_of
from service.store.tables import issue, pull_issue
from service.store.tables import pull_check as table
from service.store.upserts import chunks, put

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection
    from sqlalchemy.engine import RowMapping


class CheckState(StrEnum):
    """How far a check has come."""

    SHOWN = "shown"
    """It is not written: this is what it would say."""
    SAYING = "saying"
    """It is being written, or was, by somebody who did not live to tell."""
    SAID = "said"


@dataclass(frozen=True, slots=True)
class KeptCheck:
    """What stands beside a commit, ``head``. ``run`` is the tracker's id of it; ``note`` is for people.

    ``digest`` is of all that it says, '' where it has to be said anew. ``at`` is in seconds since 1970.
    """

    issue_id: int
    head: str = ""
    run: str = ""
    state: CheckState = CheckState.SHOWN
    digest: str = ""
    conclusion: str = ""
    title: str = ""
    note: str = ""
    at: float = 0.0

    @property
    def begun(self) -> bool:
        """Whether it stands there, or may."""
        return bool(self.run) or self.state is CheckState.SAYING


@dataclass(frozen=True, slots=True)
class ListedCheck:
    """A check with the address of its pull request."""

    site: str
    ref: str
    check: KeptCheck


def kept_on(connection: Connection, pull: int) -> KeptCheck | None:
    """The check on a pull request, if there ever was one."""
    row = connection.execute(select(table).where(table.c.issue_id == pull)).mappings().one_or_none()
    return None if row is None else _kept(row)


def keep(connection: Connection, check: KeptCheck) -> None:
    """Puts a check in the place of the earlier one."""
    row = {column.name: getattr(check, column.name) for column in table.columns}
    put(connection, table, [row | {"state": check.state.value}])


def name(connection: Connection, pull: int, issues: Iterable[int]) -> None:
    """Keeps which issues a pull request is for, and no others."""
    connection.execute(delete(pull_issue).where(pull_issue.c.pull_id == pull))
    rows = [{"pull_id": pull, "issue_id": one} for one in sorted(set(issues))]
    if rows:
        connection.execute(insert(pull_issue), rows)


def forget(connection: Connection, pull: int) -> None:
    """Ends what is kept of a pull request: it is closed, or its repository wants no checks."""
    connection.execute(delete(pull_issue).where(pull_issue.c.pull_id == pull))
    connection.execute(delete(table).where(table.c.issue_id == pull))


def naming(connection: Connection, issues: Sequence[int], sites: Iterable[str]) -> set[int]:
    """The pull requests on some sites that are for some issues."""
    found: set[int] = set()
    for some in chunks(issues):
        there = select(pull_issue.c.pull_id).join(issue, issue.c.id == pull_issue.c.pull_id)
        wanted = there.where(one_of(pull_issue.c.issue_id, some), one_of(issue.c.site, sorted(sites)))
        found.update(connection.execute(wanted).scalars())
    return found


def again(connection: Connection, site: str, runs: Sequence[str]) -> set[int]:
    """Has checks said anew, by their ids or their commits; the pull requests that they are on."""
    asked = or_(one_of(table.c.run, runs), one_of(table.c.head, runs))
    here = select(issue.c.id).where(issue.c.id == table.c.issue_id, issue.c.site == site).exists()
    wanted = select(table.c.issue_id).where(table.c.run != "", asked, here)
    found = set(connection.execute(wanted).scalars())
    connection.execute(update(table).where(one_of(table.c.issue_id, found)).values(digest=""))
    return found


def heads(connection: Connection, site: str) -> dict[int, str]:
    """The commits of the checks on a site, by pull request."""
    there = select(table.c.issue_id, table.c.head).join(issue, issue.c.id == table.c.issue_id)
    return {row.issue_id: row.head for row in connection.execute(there.where(issue.c.site == site))}


def listed(connection: Connection, limit: int) -> list[ListedCheck]:
    """The checks, the newest first."""
    wanted = select(table, issue.c.site, issue.c.ref).join(issue, issue.c.id == table.c.issue_id)
    rows = connection.execute(wanted.order_by(table.c.at.desc(), table.c.issue_id).limit(limit)).mappings()
    return [ListedCheck(row["site"], row["ref"], _kept(row)) for row in rows]


def _kept(row: RowMapping) -> KeptCheck:
    values = {column.name: row[column.name] for column in table.columns if column is not table.c.state}
    return KeptCheck(**values, state=CheckState(row["state"]))
