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
    expected: str

    @property
    def is_expected(self) -> bool:
        """One comment that begins as it should, or none where none should be."""
        if not self.expected:
            return not self.lines
        return len(self.lines) == 1 and self.lines[0].startswith(self.expected)


@dataclass(slots=True)
class Play:
    """The story as far as it went."""

    acme: Acme
    stage: Stage
    _expected: dict[str, str] = field(default_factory=dict)
    _before: dict[str, Standing] = field(default_factory=dict)

    def scene(self, scene: Scene) -> list[Standing]:
        """Lets something happen; what stands otherwise on any issue than before, or not as it should."""
        scene.act(self.acme)
        self.stage.settled()
        self._expected |= scene.says
        before, self._before = self._before, self._standing()
        nothing = dict.fromkeys(self._before, ()) | {name: one.lines for name, one in before.items()}
        return [one for name, one in self._before.items() if one.lines != nothing[name] or not one.is_expected]

    def standing(self) -> list[Standing]:
        """What stands on each issue on which something stands or should."""
        return [one for one in self._standing().values() if one.lines or one.expected]

    def _standing(self) -> dict[str, Standing]:
        return {
            name: Standing(issue, self._lines(name), self._expected.get(name, ""))
            for name, issue in self.acme.issues.items()
        }

    def _lines(self, name: str) -> tuple[str, ...]:
        return tuple(said.partition("\n")[0] for said in self.acme.said(name))
