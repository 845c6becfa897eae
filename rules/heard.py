"""What was heard of issues, wherever from, and which of it means issues at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.statements import Source, Waiver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rules.columns import Mask
    from rules.model import Ref
    from rules.register import Register
    from rules.sayings import Sayings
    from rules.statements import Statement

WRITTEN = frozenset({Source.DESCRIPTION, Source.COMMENT, Source.COMMAND})


@dataclass(frozen=True, slots=True)
class Heard:
    """Who there is, and what is said.

    The numbers of the sayings are rows of the register and, behind these, places in ``named``: the addresses of issues
    that nobody read or told of.
    """

    register: Register
    named: Sequence[Ref]
    sayings: Sayings

    def settled(self, known: Callable[[Ref], bool]) -> Settled:
        """The same without what only looks like an issue.

        ``known`` says which Jira projects exist, beyond those of the register: text that looks like a key of any other
        project is no ref; ``UTF-8`` and ``SHA-256`` are no issues.
        """
        lost, unresolved = self._strange(known)
        sayings, first = self.sayings.take(~lost), len(self.register.entries)
        met = np.unique(np.append(sayings.ends, sayings.where))
        met = met[met >= first]
        number = np.arange(first + len(self.named), dtype=np.int32)
        number[met] = np.arange(first, first + len(met))
        register = self.register.joined([self.named[at - first] for at in met.tolist()])
        return Settled(register, sayings.renumbered(number), tuple(unresolved))

    def _strange(self, known: Callable[[Ref], bool]) -> tuple[Mask, list[tuple[Ref, str]]]:
        """What was written of keys whose project does not exist, and what to say of it."""
        first = len(self.register.entries)
        strange = np.zeros(first + len(self.named) + 1, dtype=bool)
        strange[first:-1] = list(self._marks(known))
        others = strange[self.sayings.ends[:, 1:]]  # of NOBODY, -1, it is the last, which is not strange
        lost = others.any(axis=1) & self.sayings.marked(_is_written)
        unresolved = []
        for row in np.flatnonzero(lost).tolist():
            other = self.sayings.ends[row, 1:][others[row]][0]
            where = self.sayings.where[row]
            unresolved.append((self._ref(int(where)), f"{self._ref(int(other))}: no such project is known"))
        return lost, unresolved

    def _marks(self, known: Callable[[Ref], bool]) -> Iterator[bool]:
        found: dict[tuple[str, str], bool] = {}
        for ref in self.named:
            if ref.tracker != "jira":
                yield False
                continue
            project = ref.site, ref.container
            if project not in found:
                found[project] = not self.register.has_container(ref) and not known(ref)
            yield found[project]

    def _ref(self, number: int) -> Ref:
        first = len(self.register.entries)
        return self.register.entries[number].ref if number < first else self.named[number - first]


@dataclass(frozen=True, slots=True)
class Settled:
    """Who there is, whoever is only named among them, and what is said, by rows of the register.

    ``unresolved`` names, an issue each, what was said of no known issue.
    """

    register: Register
    sayings: Sayings
    unresolved: tuple[tuple[Ref, str], ...]


def _is_written(statement: Statement) -> bool:
    """Whether its keys are words of a text; a waiver is a command of its own, whatever it names."""
    return not isinstance(statement, Waiver) and statement.said.source in WRITTEN
