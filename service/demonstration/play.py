"""Plays the story, and holds what stands on every issue against what should."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.demonstration.organisation import Acme, Issue
    from service.demonstration.stage import Stage
    from service.demonstration.story import Scene


@dataclass(frozen=True, slots=True)
class Standing:
    """What we say on an issue: the first line of each comment there, as people read it, and what there should be."""

    issue: Issue
    lines: tuple[str, ...]
    expected: tuple[str, ...]

    @property
    def is_expected(self) -> bool:
        """One comment for each that there should be, and it begins as it should."""
        begun = [[line for line in self.lines if line.startswith(beginning)] for beginning in self.expected]
        return len(self.lines) == len(self.expected) and all(len(lines) == 1 for lines in begun)


@dataclass(slots=True)
class Play:
    """The story as far as it went."""

    acme: Acme
    stage: Stage
    _says: dict[str, str] = field(default_factory=dict)
    _asks: dict[str, str] = field(default_factory=dict)
    _before: dict[str, Standing] = field(default_factory=dict)

    def scene(self, scene: Scene) -> list[Standing]:
        """Lets something happen; what stands otherwise on any issue than before, or not as it should."""
        scene.act(self.acme)
        self.stage.settled()
        self._says |= scene.says
        self._asks |= scene.asks
        before, self._before = self._before, self._standing()
        nothing = dict.fromkeys(self._before, ()) | {name: one.lines for name, one in before.items()}
        return [one for name, one in self._before.items() if one.lines != nothing[name] or not one.is_expected]

    def standing(self) -> list[Standing]:
        """What stands on each issue on which something stands or should."""
        return [one for one in self._standing().values() if one.lines or one.expected]

    def _standing(self) -> dict[str, Standing]:
        return {
            name: Standing(issue, self._lines(name), self._expected(name)) for name, issue in self.acme.issues.items()
        }

    def _expected(self, name: str) -> tuple[str, ...]:
        return tuple(lines[name] for lines in (self._says, self._asks) if name in lines)

    def _lines(self, name: str) -> tuple[str, ...]:
        return tuple(said.partition("\n")[0] for said in self.acme.said(name))
