"""What the steps of the conversation share: who answers, what can be done, and how things are asked and told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.doctor.lines import Level
from service.setup.places import PlaceError
from service.setup.terminal import EVERYTHING, some_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

    from service.doctor.lines import Line
    from service.setup.assistant import Assistant
    from service.setup.terminal import Terminal

MARGIN: Final = " " * 7


@dataclass(frozen=True, slots=True)
class Talk:
    """``serve`` serves the page on which an App is made, ``browse`` opens one, ``pause`` waits for some seconds."""

    terminal: Terminal
    assistant: Assistant
    serve: Callable[[Assistant], AbstractContextManager[str]]
    browse: Callable[[str], object]
    pause: Callable[[float], object]

    def asked(self, question: str, read: Callable[[str], str], default: str = "") -> str:
        """An address as it is understood; it is asked for again until it is one."""
        while True:
            try:
                return read(self.terminal.ask(question, default))
            except PlaceError as error:
                self.terminal.say(f"{error}.")

    def some(self, what: str, choices: list[tuple[str, str]]) -> list[str]:
        """Those of what is seen that are to be read, or what is named where nothing is seen."""
        if not choices:
            named = self.terminal.ask(f"No {what} are seen. Which are to be read? (names, with commas between)")
            return [part.strip() for part in named.split(",") if part.strip()]
        self.terminal.say(f"These {what} are seen:")
        return some_of(self.terminal, f"Which {what} are read?", choices, EVERYTHING)

    def lines(self, lines: Iterable[Line]) -> None:
        """As the doctor tells them."""
        for line in lines:
            self.terminal.say(f"{line.level.value:<5}  {line.message}")
            if line.fix:
                self.terminal.say(f"{MARGIN}-> {line.fix}")

    def checked(self, site: str) -> None:
        """What the doctor says of a site; of what is well only how much."""
        lines = self.assistant.checked(site)
        self.lines(line for line in lines if line.level is not Level.OK)
        well = sum(line.level is Level.OK for line in lines)
        self.terminal.say(f"{Level.OK.value:<5}  {site}: {well} of {len(lines)} things that were looked at are well")
