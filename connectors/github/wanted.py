"""What Detour asks of a GitHub: the permissions that an App needs, and the events that its webhook is to tell. Pure.

Whoever makes an App, and whoever looks whether one is as it should be, asks here.
"""

from __future__ import annotations

from typing import Final

EVENTS: Final = ("issues", "issue_comment", "sub_issues", "issue_dependencies")
"""Without pull requests, which an App needs one more permission for."""
PULLS: Final = "pull_request"
"""What its webhook is to tell beside them where pull requests are checked."""
UNSWEPT_EVENTS: Final = frozenset({"issue_dependencies", "sub_issues"})
"""A new link moves the time of neither of its issues. GitHub did not let everybody subscribe to these."""


def permissions(*, speaks: bool, checks: bool = False, teams: bool = False) -> dict[str, str]:
    """The permissions by their names in the API.

    Where it is to write comments, or checks on pull requests, or to see an organisation's teams, which nothing but
    proposing teams needs.
    """
    needed = {"issues": "write" if speaks else "read", "metadata": "read"}
    needed |= {"checks": "write", "pull_requests": "read"} if checks else {}
    return needed | ({"members": "read"} if teams else {})
