"""What is said of issues, as columns: whom a statement names are numbers, the rest of it is a template that many share.

Most statements of an organisation differ in their issues alone, and there are more of them than of issues.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from rules.columns import NOBODY
from rules.model import Ref
from rules.statements import Acknowledgement, Child, Drop, Duplicate, Fallback, Migration, Said, Wait, Waiver

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from numpy.typing import NDArray

    from rules.columns import Integers, Mask
    from rules.statements import Statement

FIELDS: Final[dict[type[Statement], tuple[str, ...]]] = {
    Wait: ("blocked", "blocker"),
    Fallback: ("issue", "ticket", "blocker"),
    Duplicate: ("copy", "original"),
    Child: ("child", "parent"),
    Drop: ("blocked", "blocker"),
    Waiver: ("issue", "blocker"),
    Migration: ("issue", "to", "ticket"),
    Acknowledgement: ("issue",),
}
"""Which issues a statement of each kind is about; the first is the one of which it says something."""
Ends = tuple[Ref, Ref | None, Ref | None]
MOST_ENDS: Final = 3


def ends_of(statement: Statement) -> Ends:
    """The issues that tell a statement from others of its kind, in the order of ``FIELDS``."""
    first, *others = (getattr(statement, field) for field in FIELDS[type(statement)])
    second, third, *_ = (*others, None, None)
    return first, second, third


def restated(template: Statement, ends: Sequence[Ref | None], where: Ref | None) -> Statement:
    """The statement of a template, about some issues and said at one; a waiver does not tell where it was said."""
    now: dict[str, Any] = dict(zip(FIELDS[type(template)], ends, strict=False))
    if not isinstance(template, Waiver) and where is not None:
        now["said"] = replace(template.said, where=where)
    return replace(template, **now)


@dataclass(frozen=True, slots=True)
class Sayings:
    """Statements, one a row.

    ``template`` are places in ``templates``. ``ends`` has three columns, the issues as ``ends_of`` orders them, and
    ``where`` is the issue at which it was said; they are numbers of issues, or ``NOBODY``.
    """

    templates: Sequence[Statement]
    template: Integers
    ends: Integers
    where: Integers

    def __len__(self) -> int:
        """How many there are."""
        return len(self.template)

    def of(self, kind: type[Statement]) -> NDArray[np.intp]:
        """The rows of one kind."""
        return np.flatnonzero(self.marked(lambda one: isinstance(one, kind)))

    def marked(self, holds: Callable[[Statement], bool]) -> Mask:
        """Which rows have a template for which something holds."""
        marks = np.fromiter(map(holds, self.templates), dtype=bool, count=len(self.templates))
        return marks[self.template]

    def about(self, issues: Collection[int]) -> NDArray[np.intp]:
        """The rows that were said at some issues, or of which these are an end."""
        some = np.fromiter(issues, dtype=np.int32)
        return np.flatnonzero(np.isin(self.ends, some).any(axis=1) | np.isin(self.where, some))

    def take(self, chosen: Mask) -> Sayings:
        """Some of the rows."""
        return replace(self, template=self.template[chosen], ends=self.ends[chosen], where=self.where[chosen])

    def renumbered(self, number: Integers) -> Sayings:
        """The same, each issue's number replaced by the one at its place."""
        ends, where = (np.where(one == NOBODY, NOBODY, number[one]) for one in (self.ends, self.where))
        return replace(self, ends=ends.astype(np.int32), where=where.astype(np.int32))

    def statement(self, row: int, ref: Callable[[int], Ref]) -> Statement:
        """The statement of a row; ``ref`` tells the address of a number."""
        ends = [None if end == NOBODY else ref(end) for end in self.ends[row].tolist()]
        return restated(self.templates[self.template[row]], ends, self._where(row, ref))

    def said(self, row: int, ref: Callable[[int], Ref]) -> Said:
        """Who said it, and in which words; of what is no waiver."""
        template, where = self.templates[self.template[row]], self._where(row, ref)
        assert not isinstance(template, Waiver)  # noqa: S101  # it has no such words
        said: Said = template.said
        return said if where is None else replace(said, where=where)

    def _where(self, row: int, ref: Callable[[int], Ref]) -> Ref | None:
        where = int(self.where[row])
        return None if where == NOBODY else ref(where)
