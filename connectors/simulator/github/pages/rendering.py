"""What the pages of GitHub are made with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from connectors.simulator.github.addresses import path_of
from connectors.simulator.github.pages import wording
from connectors.simulator.github.pages.markdown import html_of
from connectors.simulator.pages import Renderer

if TYPE_CHECKING:
    from markupsafe import Markup

    from connectors.simulator.github.model import Repository
    from connectors.simulator.github.world import World

FOLDER: Final = Path(__file__).parent


def renderer_of(world: World) -> Renderer:
    """The templates, and what they may call."""

    def prose(body: str | None, place: Repository) -> Markup:
        return html_of(body, place, world)

    words = {
        "tracker": "GitHub",
        "called": "Repositories",
        "kind": "github",
        "path_of": path_of,
        "state_of": wording.state_of,
        "emoji": wording.EMOJI,
    }
    return Renderer(FOLDER, prose, words)
