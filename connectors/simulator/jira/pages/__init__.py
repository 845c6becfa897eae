"""The made-up Jira as people see it: projects, issues, their threads, and a switchboard for what goes wrong."""

from connectors.simulator.jira.pages.site import Site
from connectors.simulator.jira.pages.switchboard import Switchboard

__all__ = ["Site", "Switchboard"]
