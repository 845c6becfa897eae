"""The issues that a pull request closes when it is merged, by the keywords in its description. Pure.

https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.simulator.github.model import Issue
    from connectors.simulator.github.world import World

_CLOSES: Final = re.compile(
    r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+([\w-]+/[\w.-]+)?#([0-9]+)\b", re.IGNORECASE | re.ASCII
)


def closed_by(pull: Issue, world: World) -> Iterator[Issue]:
    """Each issue once, in the order in which they are named."""
    met: set[str] = set()
    for name, number in _CLOSES.findall(pull.body or ""):
        place = world.found(name) if name else pull.repository
        issue = place.issues.get(int(number)) if place is not None else None
        if issue is not None and issue.pull is None and issue.ref not in met:
            met.add(issue.ref)
            yield issue
