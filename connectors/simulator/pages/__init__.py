"""What the pages of every made-up tracker have in common: their look, how they are made, and the switchboard.

All text on a page is somebody's, and so nothing of it comes alive: no script runs, nothing is loaded from elsewhere.
"""

from connectors.simulator.pages.rendering import Renderer
from connectors.simulator.pages.site import Site, Visit
from connectors.simulator.pages.switchboard import PATH, Switchboard

__all__ = ["PATH", "Renderer", "Site", "Switchboard", "Visit"]
