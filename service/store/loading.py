"""Makes of rows of the store what rules ask for: who there is, and what is said of them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from sqlalchemy import select

from rules.columns import NOBODY
from rules.heard import Heard
from rules.model import Facts, Issue, Ref, State
from rules.register import Entry, Register
from rules.sayings import Sayings
from service.store.documents import GLIMPSE, Shared, facts_of, template_of
from service.store.identities import refs_of
from service.store.lists import one_of, rows_of
from service.store.projects import those_with_issues
from service.store.tables import glimpse, issue
from service.store.tables import statement as table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from rules.columns import Integers, Mask
    from rules.statements import Statement

    Ids = NDArray[np.int64]

ISSUES: Final = select(*(issue.c[name] for name in ("id", "site", "ref", "told", "gone")))
STATEMENTS: Final = select(*(table.c[name] for name in ("id", "kind", "scope", "a", "b", "c", "teller", "body"))).where(
    table.c.present
)
SOME_ISSUES: Final = ISSUES.where(one_of(issue.c.id, "some"))
_TOLD: Final = (
    select(glimpse)
    .join(issue, issue.c.id == glimpse.c.teller)
    .where(issue.c.gone == "", one_of(glimpse.c.issue_id, "some"))
)


@dataclass(frozen=True)
class Neighbourhood:
    """What some issues can see. ``cut``: a limit cut it off, so that verdicts on it are not to be spoken.

    ``rows`` are the store's of all issues in it, as their numbers in what was ``heard``; those in ``unread`` were only
    named so far. ``projects`` are the sites and projects that exist although none of their issues is in it.
    """

    heard: Heard
    rows: Sequence[int]
    unread: frozenset[int]
    projects: frozenset[tuple[str, str]]
    cut: bool

    @cached_property
    def ids(self) -> Mapping[Ref, int]:
        """The store's rows of all issues in it, by address."""
        refs = (*(entry.ref for entry in self.heard.register.entries), *self.heard.named)
        return dict(zip(refs, self.rows, strict=True))

    def knows(self, ref: Ref) -> bool:
        """Whether the project that a text names exists, as ``Heard.settled`` asks."""
        return (ref.site, ref.container) in self.projects


class Loading:
    """Takes rows as they come, of issues and of statements, and makes one neighbourhood of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._issues = _Issues()
        self._statements = _Statements()
        self._gone: dict[int, tuple[Ref, bytes | None]] = {}
        self._unread: dict[int, Ref] = {}
        self._silent: dict[int, Ref] = {}
        """Out of reach, and a link tells its state; what its own text says is left out."""

    def read(self, rows: Iterable[Sequence[Any]]) -> None:
        """Issues, each once. Those out of reach wait for what others tell of them."""
        for one, site, text, told, gone in rows:
            ref = Ref(self._issues.shared(site), text)
            if gone:
                self._gone[one] = ref, told
            elif told is None:
                self._unread[one] = ref
            else:
                self._issues.enter(one, Entry(ref, facts_of(told, ref, self._issues.shared)), holds=True)

    def hear(self, rows: Iterable[Sequence[Any]]) -> None:
        """Statements, in the order in which they were made."""
        self._statements.take(rows)

    def neighbourhood(self, *, cut: bool) -> Neighbourhood:
        """All of it, with what others tell of issues that cannot be read."""
        self._look_through_others()
        issues, said = self._issues, self._statements.columns()
        numbers = _Numbers(issues.ids)
        said = said.take(self._holds(said, numbers))
        strangers = self._strangers(said, numbers)
        rows = [*issues.ids, *strangers]
        register, sayings = Register(issues.entries), said.sayings(_Numbers(rows))
        written = np.unique(sayings.ends[said.scope != 0])
        named = list(strangers.values())
        projects = self._projects(register, (named[one - len(issues.ids)] for one in written if one >= len(issues.ids)))
        return Neighbourhood(Heard(register, named, sayings), rows, frozenset(self._unread), projects, cut)

    def _look_through_others(self) -> None:
        """What others tell of issues that cannot be read. Who is gone tells nothing."""
        unread = sorted(self._unread.keys() | self._gone.keys())
        told = [
            (row.issue_id, row.teller, GLIMPSE.decode(row.body)) for row in rows_of(self._connection, _TOLD, unread)
        ]
        seen = {one for one, _, found in told if found.state is not None}
        for one, (ref, body) in self._gone.items():
            if one in seen:
                self._silent[one] = ref
            else:
                self._issues.enter(one, Entry(ref, _lost(ref, body, self._issues.shared)), holds=body is not None)
        here = self._issues.of({end for one, teller, _ in told for end in (one, teller)})
        self._enter_tellers(here, sorted({teller for _, teller, _ in told} - here.keys()))
        unseen = self._unread | self._silent
        for one, teller, found in told:
            if one not in here:
                here[one] = self._issues.enter(one, Entry(unseen[one]), holds=False)
            if teller in here and (issue := here[teller].issue) is not None:
                here[one].is_told(replace(found, ref=here[one].ref), issue)

    def _enter_tellers(self, here: dict[int, Entry], tellers: Sequence[int]) -> None:
        """Those who tell of issues that were not read, with nothing else of theirs."""
        for one, site, text, told, _ in rows_of(self._connection, SOME_ISSUES, tellers):
            if told is not None:
                ref = Ref(site, text)
                facts = Facts(issue=facts_of(told, ref, self._issues.shared).issue)
                here[one] = self._issues.enter(one, Entry(ref, facts), holds=False)

    def _holds(self, said: _Columns, numbers: _Numbers) -> Mask:
        """The statements of which an issue that was read tells."""
        holds = np.array([*self._issues.holds, False], dtype=bool)
        held = np.zeros(len(said.scope), dtype=bool)
        for column in (said.a, said.b, said.c, said.teller):
            held |= holds[numbers.of(column)]  # of NOBODY, -1, it is the last
        return np.asarray(held & ~np.isin(said.scope, list(self._silent)))

    def _strangers(self, said: _Columns, numbers: _Numbers) -> dict[int, Ref]:
        """The issues that were not read, and of which nobody tells, by the store's rows."""
        unseen = self._unread | self._silent
        met = np.unique(np.concatenate([said.a, said.b, said.c, said.teller, np.fromiter(unseen, dtype=np.int64)]))
        strange = [one for one in met[numbers.of(met) == NOBODY].tolist() if one]
        asked = refs_of(self._connection, [one for one in strange if one not in unseen])
        return {one: ref for one in strange if (ref := unseen.get(one) or asked.get(one)) is not None}

    def _projects(self, register: Register, written: Iterable[Ref]) -> frozenset[tuple[str, str]]:
        """The Jira projects of issues that were only written of: text may name one, or only look like a key."""
        found = {(ref.site, ref.container): ref for ref in written if ref.tracker == "jira"}
        unknown = sorted(project for project, ref in found.items() if not register.has_container(ref))
        return frozenset(those_with_issues(self._connection, unknown))


class _Issues:
    """The issues that have an entry, with the store's rows; ``holds``: what is said of it counts."""

    def __init__(self) -> None:
        self.ids, self.holds = array("q"), bytearray()
        self.entries: list[Entry] = []
        self.shared = Shared()

    def enter(self, one: int, entry: Entry, *, holds: bool) -> Entry:
        self.ids.append(one)
        self.holds.append(holds)
        self.entries.append(entry)
        return entry

    def of(self, ids: Collection[int]) -> dict[int, Entry]:
        """The entries of those that have one."""
        wanted = np.fromiter(ids, dtype=np.int64)
        numbers = _Numbers(self.ids).of(wanted).tolist()
        return {one: self.entries[at] for one, at in zip(wanted.tolist(), numbers, strict=True) if at != NOBODY}


class _Numbers:
    """The places of the store's rows in a sequence of them; ``NOBODY`` where they are not."""

    def __init__(self, ids: Sequence[int]) -> None:
        found = np.array(ids, dtype=np.int64)
        self._order = np.argsort(found, kind="stable").astype(np.int32)
        self._sorted = np.append(found[self._order], np.iinfo(np.int64).max)
        self._order = np.append(self._order, np.int32(NOBODY))

    def of(self, wanted: Ids) -> Integers:
        at = np.searchsorted(self._sorted[:-1], wanted)
        return np.where(self._sorted[at] == wanted, self._order[at], NOBODY).astype(np.int32)


class _Statements:
    """Statements as they come, column by column; those with one body share a template."""

    def __init__(self) -> None:
        self._templates: dict[tuple[str, bytes], int] = {}
        self._template = array("i")
        self._columns = [array("q") for _ in range(5)]

    def take(self, rows: Iterable[Sequence[Any]]) -> None:
        known, columns = self._templates, list(zip(*rows, strict=True))
        if columns:
            _, kinds, *numbers, bodies = columns
            self._template.extend(known.setdefault(key, len(known)) for key in zip(kinds, bodies, strict=True))
            for column, found in zip(self._columns, numbers, strict=True):
                column.extend(found)

    def columns(self) -> _Columns:
        templates = [template_of(kind, body) for kind, body in self._templates]
        return _Columns(templates, np.array(self._template), *(np.array(one) for one in self._columns))


@dataclass(frozen=True, slots=True)
class _Columns:
    """Statements by the store's rows of the issues in them; 0 for none."""

    templates: Sequence[Statement]
    template: Integers
    scope: Ids
    a: Ids
    b: Ids
    c: Ids
    teller: Ids

    def take(self, chosen: Mask) -> _Columns:
        return _Columns(self.templates, *(getattr(self, name)[chosen] for name in self.__slots__[1:]))

    def sayings(self, numbers: _Numbers) -> Sayings:
        """The same by other numbers. Of a teller that is not known the first issue takes the place."""
        ends = np.stack([numbers.of(one) for one in (self.a, self.b, self.c)], axis=1)
        teller = numbers.of(self.teller)
        return Sayings(self.templates, self.template, ends, np.where(teller == NOBODY, ends[:, 0], teller))


def _lost(ref: Ref, told: bytes | None, shared: Shared) -> Facts:
    """An issue that is out of reach, as far as it is known."""
    if told is None:
        return Facts(issue=Issue(ref=ref, vendor_id="", title="", url="", state=State.GONE))
    return facts_of(told, ref, shared, State.GONE)
