"""The made-up GitHub as people see it: repositories, issues, their threads, and a switchboard for what goes wrong."""

from connectors.simulator.github.pages.registry import Registry
from connectors.simulator.github.pages.site import Site
from connectors.simulator.github.pages.switchboard import Switchboard

__all__ = ["Registry", "Site", "Switchboard"]
