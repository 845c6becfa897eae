"""What Detour asks of a Jira: the events that an admin webhook is to tell, and what has to be in it. Pure.

https://developer.atlassian.com/cloud/jira/platform/webhooks/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

EVENTS: Final = (
    "jira:issue_created",
    "jira:issue_updated",
    "jira:issue_deleted",
    "comment_created",
    "comment_updated",
    "comment_deleted",
    "issuelink_created",
    "issuelink_deleted",
)
WHERE: Final = "System > WebHooks"
"""Where administrators make webhooks by hand."""


def jql(projects: Sequence[str]) -> str:
    """The filter of a webhook: issues of these projects, or '' for all. Links are told whatever it says."""
    return f"project in ({', '.join(projects)})" if projects else ""
