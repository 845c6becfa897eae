"""How things of GitHub are called on the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator.pages.wording import State

if TYPE_CHECKING:
    from connectors.simulator.github.model import Issue

EMOJI: Final = {
    "+1": "👍",
    "-1": "👎",
    "laugh": "😄",
    "hooray": "🎉",
    "confused": "😕",
    "heart": "❤️",
    "rocket": "🚀",
    "eyes": "👀",
}
_CLOSED: Final = {"not_planned": "Closed as not planned", "duplicate": "Closed as duplicate"}


def state_of(issue: Issue) -> State:
    """What became of an issue or pull request so far."""
    if issue.state == "open":
        return State("open", "Draft" if issue.pull is not None and issue.pull.draft else "Open")
    if issue.pull is not None:
        return State("done", "Merged") if issue.pull.merged_at else State("dropped", "Closed")
    if issue.reason in _CLOSED:
        return State("dropped", _CLOSED[issue.reason])
    return State("done", "Closed as completed")
