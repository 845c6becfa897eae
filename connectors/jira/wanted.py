"""What Detour asks of a Jira: the events that an admin webhook is to tell, and what has to be in it. Pure.

https://developer.atlassian.com/cloud/jira/platform/webhooks/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_CHANGES: Final = ("created", "updated", "deleted")
TICKED: Final = {
    "Issue": ("jira:issue", _CHANGES),
    "Comment": ("comment", _CHANGES),
    "Issue link": ("issuelink", ("created", "deleted")),
}
"""The events as the form has them by which administrators make a webhook: boxes by their heading."""
EVENTS: Final = tuple(f"{stem}_{change}" for stem, changes in TICKED.values() for change in changes)
"""The same by their names in the API."""
NAME: Final = "Detour"
WHERE: Final = "System > WebHooks"
"""Where administrators make webhooks by hand."""


def jql(projects: Sequence[str]) -> str:
    """The filter of a webhook: issues of these projects, or '' for all. Links are told whatever it says."""
    return f"project in ({', '.join(projects)})" if projects else ""


def by_hand(url: str, secret: str, filtered: str) -> list[tuple[str, str]]:
    """What an administrator writes into the form under ``WHERE``, field by field; ``filtered`` is its JQL."""
    events = "; ".join(f"{heading}: {', '.join(changes)}" for heading, (_, changes) in TICKED.items())
    told = [("Name", NAME), ("URL", url), ("Secret", secret), ("Events", events)]
    return [*told, ("JQL", filtered or "none: all issues"), ("Exclude body", "no")]
