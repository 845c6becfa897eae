"""What some issues tell of themselves and of others, inside one transaction: loaded together and written together."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select, update

from rules.model import State
from service.store.documents import TOLD, encoded
from service.store.lists import one_of, rows_of
from service.store.tables import glimpse, issue
from service.store.upserts import put

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from service.store.documents import Told


_ISSUES = select(issue.c.id, issue.c.told, issue.c.gone).where(one_of(issue.c.id, "some"))
_HIDDEN = select(issue.c.id).where(one_of(issue.c.id, "some"), issue.c.told.is_(None) | (issue.c.gone != ""))
_GLIMPSES = select(glimpse).where(one_of(glimpse.c.teller, "some"))
_HERE = issue.c.id == bindparam("here")
_TELL = update(issue).where(_HERE).values(told=bindparam("said"), is_open=bindparam("opened"))
_GO = update(issue).where(_HERE).values(gone=bindparam("reason"))
_FORGET = delete(glimpse).where(glimpse.c.issue_id == bindparam("one"), glimpse.c.teller == bindparam("by"))


class Tellings:
    """``told`` is what each issue says of itself, if it was ever read."""

    def __init__(self, connection: Connection, issues: Sequence[int]) -> None:
        self._connection = connection
        self.told: dict[int, Told] = {}
        self._gone: dict[int, str] = {}
        self._glimpses: defaultdict[int, dict[int, bytes]] = defaultdict(dict)
        self._retold: set[int] = set()
        self._went: set[int] = set()
        self._put: dict[tuple[int, int], bytes] = {}
        self._dropped: set[tuple[int, int]] = set()
        self._news: set[int] = set()
        for row in rows_of(connection, _ISSUES, issues):
            self._gone[row.id] = row.gone
            if row.told is not None:
                self.told[row.id] = TOLD.decode(row.told)
        for row in rows_of(connection, _GLIMPSES, issues):
            self._glimpses[row.teller][row.issue_id] = row.body

    def tell(self, here: int, told: Told) -> None:
        """What an issue says of itself now."""
        self.told[here] = told
        self._retold.add(here)

    def gone(self, here: int) -> str:
        """Why an issue cannot be read, or ''."""
        return self._gone.get(here, "")

    def go(self, here: int, reason: str) -> None:
        """It cannot be read from now on, for a reason; for '' it can."""
        self._gone[here] = reason
        self._went.add(here)

    def seen_by(self, here: int) -> Iterable[int]:
        """The issues of which one tells."""
        return self._glimpses[here].keys()

    def glimpse(self, here: int, rows: Mapping[int, bytes]) -> None:
        """What an issue tells of others now, and of no more."""
        known = self._glimpses[here]
        for one in known.keys() - rows.keys():
            self._put.pop((one, here), None)
            self._dropped.add((one, here))
        for one, body in rows.items():
            if known.get(one) != body:
                self._put[one, here] = body
                self._dropped.discard((one, here))
        self._news.update(one for one in rows.keys() | known.keys() if rows.get(one) != known.get(one))
        self._glimpses[here] = dict(rows)

    def write(self) -> set[int]:
        """Writes everything; the issues of which others tell something new that decides, as they cannot be seen."""
        self._write_issues()
        self._write_glimpses()
        return {row.id for row in rows_of(self._connection, _HIDDEN, sorted(self._news))}

    def _write_issues(self) -> None:
        rows = [(one, self.told[one]) for one in sorted(self._retold)]
        if rows:
            values = [
                {"here": one, "said": encoded(said), "opened": said.issue.state is State.OPEN} for one, said in rows
            ]
            self._connection.execute(_TELL, values)
        if self._went:
            self._connection.execute(_GO, [{"here": one, "reason": self._gone[one]} for one in sorted(self._went)])

    def _write_glimpses(self) -> None:
        if self._dropped:
            self._connection.execute(_FORGET, [{"one": a, "by": b} for a, b in self._dropped])
        put(
            self._connection,
            glimpse,
            [{"issue_id": a, "teller": b, "body": body} for (a, b), body in self._put.items()],
        )
