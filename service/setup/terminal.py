"""Asks somebody at a terminal: each question has an answer that Enter takes, and secrets are not shown."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING, Final, Protocol, TextIO

from service.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

YES, NO = frozenset({"y", "yes"}), frozenset({"n", "no"})
EVERYTHING, NOTHING = "all", "none"
LONGEST: Final = 500


class Terminal(Protocol):
    """Whoever answers."""

    def say(self, text: str = "") -> None:
        """Tells something, which may hold words of others."""

    def ask(self, question: str, default: str = "") -> str:
        """An answer, or the default."""

    def secret(self, question: str) -> str:
        """An answer that nobody sees, '' for none."""


class RealTerminal:
    """Standard input and output. Raises ``KeyboardInterrupt`` where nobody answers any more."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out

    def say(self, text: str = "") -> None:
        """Line by line."""
        self._out.write("".join(f"{printable(line, LONGEST)}\n" for line in text.split("\n")))
        self._out.flush()

    def ask(self, question: str, default: str = "") -> str:
        """On one line."""
        shown = f" [{printable(default, LONGEST)}]" if default else ""
        try:
            return input(f"{printable(question, LONGEST)}{shown}: ").strip() or default
        except EOFError:
            raise KeyboardInterrupt from None

    def secret(self, question: str) -> str:
        """Without an echo."""
        try:
            return getpass.getpass(f"{printable(question, LONGEST)} (not shown): ").strip()
        except EOFError:
            raise KeyboardInterrupt from None


def agrees(terminal: Terminal, question: str, *, default: bool = True) -> bool:
    """Whether somebody says yes; it is asked again until they say one or the other."""
    while True:
        said = terminal.ask(f"{question} (y/n)", "y" if default else "n").casefold()
        if said in YES | NO:
            return said in YES
        terminal.say("Write y or n.")


def one_of(terminal: Terminal, question: str, choices: Sequence[tuple[str, str]], default: str) -> str:
    """One of several words, each with what it means."""
    for word, meaning in choices:
        terminal.say(f"  {word:<8} {meaning}")
    words = [word for word, _ in choices]
    while True:
        said = terminal.ask(question, default).casefold()
        found = [word for word in words if word.casefold() == said] or [w for w in words if w.startswith(said)]
        if len(found) == 1:
            return found[0]
        terminal.say(f"Write {', '.join(words[:-1])} or {words[-1]}.")


def some_of(terminal: Terminal, question: str, choices: Sequence[tuple[str, str]], default: str) -> list[str]:
    """Any of several, by number or name, with commas between; ``all`` and ``none`` are answers, too."""
    for number, (word, meaning) in enumerate(choices, 1):
        terminal.say(f"  {number:>3}  {word}{f'  {meaning}' if meaning else ''}")
    by_word = {word.casefold(): word for word, _ in choices}
    by_word |= {str(number): word for number, (word, _) in enumerate(choices, 1)}
    while True:
        said = [part.strip().casefold() for part in terminal.ask(question, default).split(",") if part.strip()]
        if said == [EVERYTHING]:
            return [word for word, _ in choices]
        if said == [NOTHING]:
            return []
        unknown = [part for part in said if part not in by_word]
        if said and not unknown:
            return list(dict.fromkeys(by_word[part] for part in said))
        terminal.say(
            f"There is no {', '.join(unknown) or 'such one'}. Write numbers or names, {EVERYTHING} or {NOTHING}."
        )
