"""Makes pages from templates. Everything in them is escaped, and a browser is told to run and load nothing."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from connectors.simulator.pages import wording
from connectors.simulator.serving import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FOLDER: Final = Path(__file__).parent
STYLE: Final = Markup((FOLDER / "style.html").read_text(encoding="utf-8"))  # noqa: S704  # our own file
_DIGEST: Final = b64encode(sha256(STYLE.encode()).digest()).decode()
HEADERS: Final = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_DIGEST}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Renderer:
    """The templates of a tracker's folder and those that all share, and what they may call.

    ``words`` are what the shared ones say: ``tracker`` is its name, ``called`` what issues live in, ``kind``
    what the style goes by. ``prose`` makes HTML of a description or comment.
    """

    def __init__(self, folder: Path, prose: Callable[..., Markup], words: Mapping[str, Any]) -> None:
        self._templates = Environment(
            loader=FileSystemLoader((folder, FOLDER)),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {"prose": prose, "when": wording.when, "day": wording.day}
        self._templates.globals |= {"style": STYLE, "counted": wording.counted, **words}

    def page(self, template: str, status: int = 200, **values: object) -> Answer:
        """A page as an answer."""
        text = self._templates.get_template(template).render(values)
        return Answer(status, text.encode(errors="replace"), HEADERS)
