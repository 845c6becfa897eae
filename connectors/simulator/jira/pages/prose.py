"""Texts of strangers as HTML that is safe by construction: documents on Cloud, wiki markup on Data Center."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from connectors.simulator.jira.pages import adf, wiki

if TYPE_CHECKING:
    from connectors.simulator.jira.model import Text
    from connectors.simulator.jira.world import World


def html_of(text: Text, world: World) -> Markup:
    """The HTML of a description or comment."""
    written = adf.html_of(text) if isinstance(text, dict) else wiki.html_of(text or "", world)
    return Markup(written)  # noqa: S704  # both escape all that they were given
