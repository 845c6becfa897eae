"""Where a person lets things go wrong with GitHub."""

from __future__ import annotations

from connectors.simulator import pages
from connectors.simulator.github.fault_menu import MENU
from connectors.simulator.pages import PATH

__all__ = ["PATH", "Switchboard"]


class Switchboard(pages.Switchboard):
    """GitHub's menu, methods and paths."""

    menu = MENU
    methods = ("POST", "PATCH", "DELETE")
    path = "*/comments"
