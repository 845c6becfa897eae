"""Makes SVG of templates in this folder: everything in them is escaped, and colours come from the page's style."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from service.printable import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER: Final = Path(__file__).parent
STYLE: Final = (FOLDER / "style.css").read_text(encoding="utf-8")
"""What pictures look like; a page puts it beside its own, which sets the colours."""
LETTER: Final = 7.0
"""Units that a letter takes at most, on average: fonts differ."""
LONGEST: Final = 24
"""Letters of a name in a picture; the whole one is its title."""
LONGEST_TEXT: Final = 400


def shown(value: object) -> object:
    """What a template prints: no text of others moves or hides what stands around it."""
    return value if hasattr(value, "__html__") else printable(str(value), LONGEST_TEXT)


_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=shown,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, and how many teams it leaves out for want of room, and arrows between those that it shows."""

    svg: Markup
    left_out: int = 0
    hidden: int = 0


def drawn(template: str, values: Mapping[str, object]) -> Markup:
    """The SVG that a template makes of values."""
    return Markup(_TEMPLATES.get_template(template).render(values))  # noqa: S704  # the template has escaped it


def label(name: str) -> str:
    """A name as short as a picture has room for."""
    return printable(name, LONGEST)


def width_of(text: str) -> float:
    """The room that a text takes, rather too much than too little."""
    return sum(2 * LETTER if unicodedata.east_asian_width(letter) in "WF" else LETTER for letter in text)
