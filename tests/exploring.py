"""How far tests look: what costs much is repeated less often in a usual run than in one with ``DETOUR_EXPLORE=1``.

Property tests draw the same examples in every usual run, so that a change is judged by what it changed; exploring they
draw new ones each time, and more of them.
"""

import os

from hypothesis import settings

EXPLORING = bool(os.environ.get("DETOUR_EXPLORE"))


def times(usual, exploring):
    """How often something is done in this run."""
    return exploring if EXPLORING else usual


settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile("explore" if EXPLORING else "steady")

DEAR = settings(max_examples=times(25, 1000))
"""For a law whose examples take tens of milliseconds each."""
