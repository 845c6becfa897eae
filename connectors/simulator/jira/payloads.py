"""Bodies of webhooks: shaped as in version 2 of the API, on Cloud too.

https://developer.atlassian.com/cloud/jira/platform/webhooks/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from connectors.simulator.jira.documents import Printer
    from connectors.simulator.jira.happenings import Change, Happening
    from connectors.simulator.jira.model import Link

OF_A_COMMENT: Final = frozenset({"summary", "issuetype", "project", "assignee", "priority", "status"})
"""The handful of an issue's fields that the webhook of a comment shows."""
FIELD_IDS: Final = {"Fix Version": "fixVersions", "Key": "issuekey"}
"""Names of fields in change logs that are not those in issues."""


def payload_of(happening: Happening, to: Printer) -> dict[str, object]:
    """What one webhook says. ``to`` prints version 2."""
    told: dict[str, object] = {
        "timestamp": int(happening.at.timestamp() * 1000),
        "webhookEvent": happening.event,
    }
    if happening.link is not None:
        return told | {"issueLink": _link(happening.link, to)}
    issue, comment = happening.issue, happening.comment
    said = {"comment": to.comment(comment)} if comment is not None else {}
    if issue is None or happening.event.startswith("comment_"):
        # Data Center's tells no issue: its number is in the comment's own address.
        about: dict[str, object] = {"issue": to.issue(issue, OF_A_COMMENT)} if issue is not None and to.cloud else {}
        return told | said | about
    told |= {"issue_event_type_name": happening.kind, "user": to.account(happening.by), "issue": to.issue(issue)}
    if happening.changes:
        items = [_item(change, to) for change in happening.changes]
        told["changelog"] = {"id": str(int(happening.at.timestamp() * 1000)), "items": items}
    return told | said


def _item(change: Change, to: Printer) -> dict[str, object]:
    """One line of a change log. The numbers of statuses and resolutions are told, and Cloud's name of the field."""
    number = {"status": to.status_number, "resolution": to.resolution_number}.get(change.field, lambda _: None)
    told: dict[str, object] = {"field": change.field, "fieldtype": "jira"}
    told |= {"fieldId": FIELD_IDS.get(change.field, change.field)} if to.cloud else {}
    return told | {
        "from": number(change.before),
        "fromString": change.before or None,
        "to": number(change.after),
        "toString": change.after or None,
    }


def _link(link: Link, to: Printer) -> dict[str, object]:
    """Numbers only."""
    kind = link.type
    sub_task, system = kind.style == "jira_subtask", kind.style is not None
    names = {"id": kind.id, "name": kind.name, "outwardName": kind.outward, "inwardName": kind.inward}
    # Data Center still has the older shape, as far as bodies that were recorded tell.
    newer = {"isSubTaskLinkType": sub_task, "isSystemLinkType": system}
    older = {"subTask": sub_task, "system": system} | ({"style": kind.style} if system else {})
    return {
        "id": link.id,
        "sourceIssueId": link.source.id,
        "destinationIssueId": link.destination.id,
        "issueLinkType": {**names, **(newer if to.cloud else older)},
        "systemLink": system,
    }
