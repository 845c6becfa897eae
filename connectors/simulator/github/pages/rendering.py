"""Makes pages from templates. Everything in them is escaped, and a browser is told to run and load nothing."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from connectors.simulator.github.addresses import path_of
from connectors.simulator.github.pages import wording
from connectors.simulator.github.pages.markdown import html_of
from connectors.simulator.serving import Answer

if TYPE_CHECKING:
    from connectors.simulator.github.model import Repository
    from connectors.simulator.github.world import World

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
    """The templates, and what they may call."""

    def __init__(self, world: World) -> None:
        def prose(body: str | None, place: Repository) -> Markup:
            return html_of(body, place, world)

        self._templates = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {"prose": prose, "when": wording.when, "day": wording.day}
        self._templates.globals |= {
            "style": STYLE,
            "path_of": path_of,
            "state_of": wording.state_of,
            "counted": wording.counted,
            "emoji": wording.EMOJI,
        }

    def page(self, template: str, status: int = 200, **values: object) -> Answer:
        """A page as an answer."""
        text = self._templates.get_template(template).render(values)
        return Answer(status, text.encode(), HEADERS)
