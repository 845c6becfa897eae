"""How things are called on the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from connectors.simulator.github.place_documents import moment

if TYPE_CHECKING:
    from datetime import datetime

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


@dataclass(frozen=True, slots=True)
class State:
    """``kind`` is open, done or dropped: what its mark looks like. ``words`` say it."""

    kind: str
    words: str


def state_of(issue: Issue) -> State:
    """What became of an issue or pull request so far."""
    if issue.state == "open":
        return State("open", "Draft" if issue.pull is not None and issue.pull.draft else "Open")
    if issue.pull is not None:
        return State("done", "Merged") if issue.pull.merged_at else State("dropped", "Closed")
    if issue.reason in _CLOSED:
        return State("dropped", _CLOSED[issue.reason])
    return State("done", "Closed as completed")


def when(time: datetime) -> Markup:
    """A moment for people and for programs."""
    return Markup('<time datetime="{}">{}</time>').format(moment(time), f"{time.day} {time:%b %Y, %H:%M} UTC")


def day(time: datetime) -> Markup:
    """A day."""
    return Markup('<time datetime="{}">{}</time>').format(f"{time:%Y-%m-%d}", f"{time.day} {time:%b %Y}")


def counted(number: int, one: str, many: str = "") -> str:
    """``1 comment``, ``2 comments``."""
    return f"{number} {one if number == 1 else many or one + 's'}"
