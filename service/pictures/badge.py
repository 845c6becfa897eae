"""A figure as a badge, for pages elsewhere: it brings its own colours, since no style of ours is there. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.pictures.drawing import drawn, width_of

if TYPE_CHECKING:
    from markupsafe import Markup

PADDING: Final = 7
NARROWER: Final = 0.93
"""The letters of a badge are smaller than those of other pictures."""
GOOD, BAD, UNKNOWN = "#0b5cad", "#a94600", "#57606a"
"""White on each of them has a contrast of more than 4.5."""


def badge(what: str, value: str, *, good: bool | None) -> Markup:
    """A badge that says of ``what`` it tells the ``value``; ``good`` is ``None`` where nobody can say."""
    split = _room(what)
    colour = UNKNOWN if good is None else GOOD if good else BAD
    values = {"value": value, "split": split, "width": split + _room(value), "colour": colour, "padding": PADDING}
    return drawn("badge.svg", {"label": what, **values})


def _room(text: str) -> int:
    return round(width_of(text) * NARROWER) + 2 * PADDING
