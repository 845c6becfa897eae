"""How much a sweep asks for at a time, by how GitHub bears it: a query may take ten seconds, whatever it finds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

MOST: Final = 100
MORE: Final = 10
PATIENCE: Final = 3
"""How often the least of a container is asked for before it is left alone."""


@dataclass(slots=True)
class Portion:
    """So many repositories of a list, or issues of however many: half after a failure, and then slowly more again."""

    size: int = MOST
    failures: Counter[str] = field(default_factory=Counter)

    def failed(self, container: str) -> bool:
        """Whether a container has to be left alone, because the least of it was too much, and again too much."""
        if self.size > 1:
            self.size //= 2
            return False
        self.failures[container] += 1
        return self.failures[container] >= PATIENCE

    def went_well(self, container: str) -> None:
        """A little more the next time."""
        self.size = min(MOST, self.size + MORE)
        self.failures.pop(container, None)
