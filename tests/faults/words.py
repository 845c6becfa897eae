"""What comments say but for what is learned by and by: odds and advice count what a whole organisation went through."""

import re

LEARNED = re.compile(r"That means: |\bodds\b|gains most for its cost")


def lasting(text):
    """The other lines, in an order of their own: what was understood is told in the order in which it was read."""
    return sorted(line for line in str(text).splitlines() if line.strip() and not LEARNED.search(line))
