"""What Detour asks of a GitHub: the permissions that an App needs, and the events that its webhook is to tell. Pure.

Whoever makes an App, and whoever looks whether one is as it should be, asks here.
"""

from __future__ import annotations

from typing import Final

EVENTS: Final = ("issues", "issue_comment", "sub_issues", "issue_dependencies")
"""Without pull requests, which an App needs one more permission for."""
UNSWEPT_EVENTS: Final = frozenset({"issue_dependencies", "sub_issues"})
"""A new link moves the time of neither of its issues. GitHub did not let everybody subscribe to these."""


def permissions(*, speaks: bool) -> dict[str, str]:
    """The permissions by their names in the API; ``speaks``: it is to write comments."""
    return {"issues": "write" if speaks else "read", "metadata": "read"}
