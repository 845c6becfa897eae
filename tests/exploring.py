"""How far tests look: a usual run repeats what costs much less often than one with ``DETOUR_EXPLORE=1``."""

import os

EXPLORING = bool(os.environ.get("DETOUR_EXPLORE"))


def times(usual, exploring):
    """How often something is done in this run."""
    return exploring if EXPLORING else usual
