"""The one grammar of what people write: "Blocked by: ...", "Fallback for ...: ...", and ``/detour`` commands.

Pure, and safe on any text: it never raises, and takes time in proportion to the text's length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rules.text.commands import COMMAND, read_command
from rules.text.mentions import read_list
from rules.text.places import Statement
from rules.text.statements import READERS
from rules.text.vocabulary import DEFAULT_KEYWORDS, Keywords, Vocabulary, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rules.text.mentions import Listed
    from rules.text.passages import Passage
    from rules.text.places import Draft
    from rules.text.sayings import Saying

LINE_LENGTH = 200
"""A saying quotes at most this much of its line."""

_LINE_START = re.compile(r"\s*+(?:(?:[-+*•]|[0-9]{1,9}[.)])\s++)?+(?:\[[ xX]\]\s++)?+[*_]*+")


def read(passages: Iterable[Passage], *, comment: bool = False, keywords: Keywords = DEFAULT_KEYWORDS) -> list[Saying]:
    """All that a text says, in order: statements, near misses and, in a comment, commands.

    In a ``comment`` a statement counts only at the start of a line; in a description anywhere in it, and several may
    stand in one line. What follows ``/detour`` in a description is nobody's statement.
    """
    reader = _Reader(vocabulary(keywords), comment=comment)
    for passage in passages:
        if passage.text and not passage.text.isspace():
            reader.take(passage)
    reader.close()
    return [saying for kept in reader.sayings for saying in kept]


@dataclass(slots=True)
class _Open:
    """A statement whose list may go on in the lines below, and the place among the sayings that is kept for it."""

    draft: Draft
    passage: Passage
    kept: list[Saying]
    entries: list[Listed]
    fresh: bool = True
    """No line has followed yet."""

    def is_continued_by(self, passage: Passage) -> bool:
        """Whether a line may still belong to the statement; whether it adds refs is another question."""
        if not self.draft.below:
            return not passage.item
        if passage.item:
            return passage.depth > self.passage.depth or (passage.depth == self.passage.depth and not self.passage.item)
        # The wrapped text of a bullet lies as deep as the bullet.
        return self.fresh or passage.depth > self.passage.depth


@dataclass(slots=True)
class _Reader:
    """Reads passage by passage; at most one statement is open at a time, so that no line is read more than twice."""

    vocabulary: Vocabulary
    comment: bool
    sayings: list[list[Saying]] = field(default_factory=list)
    open: _Open | None = None

    def take(self, passage: Passage) -> None:
        """Reads one passage, as more of the statement above it and for itself."""
        start = _line_start(passage.text)
        statements = list(self._statements(passage, start))
        if statements and (statements[0][0] == start or statements[-1][1].draft):
            self.close()
        else:
            self._go_on(passage, start)
        for _, statement in statements:
            kept = list(statement.sayings)
            self.sayings.append(kept)
            if statement.draft:
                self.close()
                self.open = _Open(statement.draft, passage, kept, list(statement.draft.entries))

    def close(self) -> None:
        """Ends the statement that was open, and says it."""
        if self.open and self.open.entries:
            self.open.kept.extend(self.open.draft.build(tuple(self.open.entries)))
        self.open = None

    def _go_on(self, passage: Passage, start: int) -> None:
        """Adds the refs at the start of a line to the statement that is open, or ends it."""
        if self.open is None:
            return
        if not self.open.is_continued_by(passage):
            self.close()
        elif passage.item:
            self.open.entries.extend(read_list(passage.text, start).entries)
            self.open.fresh = False
        elif self.open.fresh or not self.open.draft.below:
            listed = read_list(passage.text, start)
            self.open.entries.extend(listed.entries)
            self.open.draft = replace(self.open.draft, below=False)
            if not listed.continues:
                self.close()

    def _statements(self, passage: Passage, start: int) -> Iterator[tuple[int, Statement]]:
        """The statements of one line that say something or are open, with where each begins."""
        if not self.vocabulary.may_say(passage.text):
            return
        line = passage.text.strip()[:LINE_LENGTH]
        command = COMMAND.search(passage.text, start) if "/" in passage.text else None
        if command and self.comment and command.start() == start:
            yield start, Statement(len(passage.text), (read_command(passage.text, command.end(), line),))
            return
        text = passage.text[: command.start()] if command else passage.text
        position: int | None = start
        while position is not None and (match := self.vocabulary.pattern.search(text, position)):
            found = self.vocabulary.place(match, line)
            statement = READERS[found[0]](found[1]) if found else Statement(match.end())
            if found and self.comment and found[1].start != start:
                return
            if found and (statement.sayings or statement.draft):
                yield found[1].start, statement
            position = None if self.comment else max(match.end(), statement.resume)


def _line_start(text: str) -> int:
    """Where a line's words begin, after a list's mark, a task's box and emphasis."""
    match = _LINE_START.match(text)
    return match.end() if match else 0
