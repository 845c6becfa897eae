"""Where a person lets things go wrong with Jira."""

from __future__ import annotations

from connectors.simulator import pages
from connectors.simulator.jira.fault_menu import MENU
from connectors.simulator.pages import PATH

__all__ = ["PATH", "Switchboard"]


class Switchboard(pages.Switchboard):
    """Jira's menu, methods and paths."""

    menu = MENU
    methods = ("POST", "PUT", "DELETE")
    path = "*/comment"
