"""The made-up GitHub as people see it: repositories, issues and their threads, and a switchboard for what goes wrong.

All text on a page is somebody's, and so nothing of it comes alive: no script runs, nothing is loaded from elsewhere.
"""

from connectors.simulator.github.pages.site import Site
from connectors.simulator.github.pages.switchboard import Switchboard

__all__ = ["Site", "Switchboard"]
