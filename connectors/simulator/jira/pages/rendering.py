"""What the pages of Jira are made with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from connectors.simulator.jira.pages import wording
from connectors.simulator.jira.pages.addresses import path_of
from connectors.simulator.jira.pages.prose import html_of
from connectors.simulator.pages import Renderer
from connectors.simulator.pages.links import web

if TYPE_CHECKING:
    from markupsafe import Markup

    from connectors.simulator.jira.model import Text
    from connectors.simulator.jira.world import World

FOLDER: Final = Path(__file__).parent


def renderer_of(world: World) -> Renderer:
    """The templates, and what they may call."""

    def prose(text: Text) -> Markup:
        return html_of(text, world)

    words = {
        "tracker": "Jira Cloud" if world.cloud else "Jira Data Center",
        "called": "Projects",
        "kind": "jira",
        "web": web,
        "path_of": path_of,
        "state_of": wording.state_of,
        "linked_of": wording.linked_of,
        "waits_of": wording.waits_of,
        "mail_of": wording.mail_of,
    }
    return Renderer(FOLDER, prose, words)
