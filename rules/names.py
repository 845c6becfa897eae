"""What people read of the model: titles, addresses, who said what; from the register and the sayings, when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rules.model import Need

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rules.columns import Names
    from rules.model import Ref
    from rules.register import Register
    from rules.sayings import Sayings
    from rules.statements import Fallback, Said


def names_of(
    register: Register, sayings: Sayings, links: NDArray[np.intp], starts: NDArray[np.intp], declared: Sequence[int]
) -> Names:
    """The names of an assembled model.

    ``links`` are the rows of the sayings, link by link, and ``starts`` where each link's begin; ``declared`` are the
    rows that declare the fallbacks.
    """
    return _Names(register, sayings, links, starts, declared)


class _Names:
    """What ``columns.Names`` asks for."""

    def __init__(
        self,
        register: Register,
        sayings: Sayings,
        links: NDArray[np.intp],
        starts: NDArray[np.intp],
        declared: Sequence[int],
    ) -> None:
        self._entries, self._sayings = register.entries, sayings
        self._links, self._starts, self._declared = links, starts, declared

    def ref(self, issue: int) -> Ref:
        return self._entries[issue].ref

    def title(self, issue: int) -> str:
        return self._entries[issue].title

    def url(self, issue: int) -> str:
        return self._entries[issue].url

    def sources(self, link: int) -> tuple[Said, ...]:
        last = link + 1
        end = self._starts[last] if last < len(self._starts) else len(self._links)
        said = (self._sayings.said(row, self.ref) for row in self._links[self._starts[link] : end].tolist())
        found: dict[tuple[object, str], Said] = {}
        for one in said:
            found.setdefault((one.source, one.words), one)
        return tuple(found.values())

    def declared(self, declaration: int) -> Fallback:
        return cast("Fallback", self._sayings.statement(self._declared[declaration], self.ref))

    def need(self, issue: int) -> Need:
        facts = self._entries[issue].facts
        return Need() if facts is None else facts.need

    def assignees(self, issue: int) -> tuple[str, ...]:
        known = self._entries[issue].issue
        return () if known is None else known.assignees

    def labels(self, issue: int) -> tuple[str, ...]:
        known = self._entries[issue].issue
        return () if known is None else known.labels

    def priority(self, issue: int) -> str:
        known = self._entries[issue].issue
        return "" if known is None else known.priority
