"""Bodies of webhooks: shaped as in version 2 of the API, on Cloud too.

https://developer.atlassian.com/cloud/jira/platform/webhooks/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from connectors.simulator.jira.documents import Printer
    from connectors.simulator.jira.happenings import Happening
    from connectors.simulator.jira.model import Link

OF_A_COMMENT: Final = frozenset({"summary", "issuetype", "project", "assignee", "priority", "status"})
"""The handful of an issue's fields that the webhook of a comment shows."""


def payload_of(happening: Happening, to: Printer) -> dict[str, object]:
    """What one webhook says. ``to`` prints version 2."""
    told: dict[str, object] = {
        "timestamp": int(happening.at.timestamp() * 1000),
        "webhookEvent": happening.event,
    }
    if happening.link is not None:
        return told | {"issueLink": _link(happening.link)}
    issue, comment = happening.issue, happening.comment
    if issue is not None and comment is not None:
        # Data Center's tells no issue: its number is in the comment's own address.
        about: dict[str, object] = {"issue": to.issue(issue, OF_A_COMMENT)} if to.cloud else {}
        return told | {"comment": to.comment(comment)} | about
    if issue is not None:
        told |= {"issue_event_type_name": happening.kind, "user": to.account(happening.by), "issue": to.issue(issue)}
    if happening.changes:
        told["changelog"] = {
            "id": str(int(happening.at.timestamp() * 1000)),
            "items": [
                {
                    "field": change.field,
                    "fieldtype": "jira",
                    "from": None,
                    "fromString": change.before or None,
                    "to": None,
                    "toString": change.after or None,
                }
                for change in happening.changes
            ],
        }
    return told


def _link(link: Link) -> dict[str, object]:
    """Numbers only."""
    kind = link.type
    return {
        "id": link.id,
        "sourceIssueId": link.source.id,
        "destinationIssueId": link.destination.id,
        "issueLinkType": {
            "id": kind.id,
            "name": kind.name,
            "outwardName": kind.outward,
            "inwardName": kind.inward,
            "isSubTaskLinkType": False,
            "isSystemLinkType": False,
        },
        "sequence": None,
        "systemLink": False,
    }
