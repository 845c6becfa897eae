"""The things of the made-up Jira as its API prints them, in version 2 or 3: only texts look another way.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from connectors.simulator.jira.texts import document_of, wiki_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from connectors.simulator.jira.model import (
        Account,
        Comment,
        Issue,
        Link,
        LinkType,
        Project,
        RemoteLink,
        Text,
        Version,
    )

CATEGORIES: Final = {
    "To Do": {"id": 2, "key": "new", "colorName": "blue-gray", "name": "To Do"},
    "In Progress": {"id": 4, "key": "indeterminate", "colorName": "yellow", "name": "In Progress"},
    "Done": {"id": 3, "key": "done", "colorName": "green", "name": "Done"},
}
KINDS: Final = {"Epic": "10000", "Story": "10001", "Task": "10002", "Sub-task": "10003"}
SPRINT, EPIC, TEAM = "customfield_10020", "customfield_10014", "customfield_10001"


def moment(time: datetime) -> str:
    """``2026-11-23T09:00:00.000+0000``."""
    return f"{time:%Y-%m-%dT%H:%M:%S}.{time.microsecond // 1000:03d}{time:%z}"


@dataclass(frozen=True, slots=True)
class Printer:
    """One version of the API of one kind of Jira. ``origin`` is where it is: ``http://127.0.0.1:PORT``."""

    origin: str
    cloud: bool
    version: int = 2

    @property
    def api(self) -> str:
        """The root that all addresses begin with."""
        return f"{self.origin}/rest/api/{self.version}"

    def text(self, text: Text) -> object:
        """A document in version 3, wiki markup in version 2."""
        if text is None:
            return None
        if self.version == 2:  # noqa: PLR2004  # the API's version
            return wiki_of(text)
        return document_of(text) if isinstance(text, str) else text

    def account(self, account: Account) -> dict[str, object]:
        """Cloud knows account ids, Data Center names."""
        named = {"accountId": account.id, "accountType": "atlassian"} if self.cloud else {}
        by = f"accountId={quote(account.id)}" if self.cloud else f"username={account.login}"
        names = {} if self.cloud else {"name": account.login, "key": f"JIRAUSER-{account.login}"}
        return {
            "self": f"{self.api}/user?{by}",
            **named,
            **names,
            "emailAddress": account.email,
            "displayName": account.login.capitalize(),
            "active": True,
            "timeZone": "Etc/UTC",
        }

    def status_number(self, name: str) -> str | None:
        """The id of a status."""
        return f"1000{CATEGORIES[name]['id']}"

    def resolution_number(self, name: str) -> str | None:
        """The id of a resolution; an open issue has none."""
        return "10000" if name else None

    def status(self, name: str) -> dict[str, object]:
        """A status with its category."""
        category: dict[str, object] = dict(CATEGORIES[name])
        category["self"] = f"{self.api}/statuscategory/{category['id']}"
        number = self.status_number(name)
        at = f"{self.api}/status/{number}"
        return {"self": at, "description": "", "name": name, "id": number, "statusCategory": category}

    def kind(self, name: str) -> dict[str, object]:
        """An issue type."""
        number = KINDS.get(name, "10002")
        return {
            "self": f"{self.api}/issuetype/{number}",
            "id": number,
            "description": "",
            "name": name,
            "subtask": name == "Sub-task",
        }

    def project(self, project: Project) -> dict[str, object]:
        """A project, as issues carry it."""
        at = f"{self.api}/project/{project.id}"
        name = project.name or f"Project {project.key}"
        return {"self": at, "id": str(project.id), "key": project.key, "name": name, "projectTypeKey": project.kind}

    def component(self, project: Project, name: str) -> dict[str, object]:
        """A part of a project."""
        number = str(project.components[name])
        return {"self": f"{self.api}/component/{number}", "id": number, "name": name}

    def version_of(self, version: Version) -> dict[str, object]:
        """A release."""
        told = {"self": f"{self.api}/version/{version.id}", "id": str(version.id), "name": version.name}
        dated = {"releaseDate": version.release.isoformat()} if version.release is not None else {}
        return {**told, "archived": False, "released": False, **dated}

    def other(self, issue: Issue) -> dict[str, object]:
        """An issue as others name it: as a parent, a part, or the other end of a link."""
        return {
            "id": str(issue.id),
            "key": issue.ref,
            "self": f"{self.api}/issue/{issue.id}",
            "fields": {
                "summary": issue.title,
                "status": self.status(issue.status),
                "priority": self.priority(issue),
                "issuetype": self.kind(issue.kind),
            },
        }

    def link_type(self, kind: LinkType) -> dict[str, object]:
        """A type with its two phrases."""
        at = f"{self.api}/issueLinkType/{kind.id}"
        return {"id": str(kind.id), "name": kind.name, "inward": kind.inward, "outward": kind.outward, "self": at}

    def link(self, link: Link, here: Issue | None = None) -> dict[str, object]:
        """A link as one of its ends shows it, which leaves itself out; or by itself, with both ends."""
        told = {"id": str(link.id), "self": f"{self.api}/issueLink/{link.id}", "type": self.link_type(link.type)}
        if here is None:
            return {**told, "inwardIssue": self.other(link.source), "outwardIssue": self.other(link.destination)}
        if link.source is here:
            return {**told, "outwardIssue": self.other(link.destination)}
        return {**told, "inwardIssue": self.other(link.source)}

    def remote_link(self, issue: Issue, link: RemoteLink) -> dict[str, object]:
        """A link to elsewhere."""
        told: dict[str, object] = {"id": link.id, "self": f"{self.api}/issue/{issue.ref}/remotelink/{link.id}"}
        told |= {"globalId": link.global_id} if link.global_id else {}
        told |= {"relationship": link.relationship} if link.relationship else {}
        return {**told, "application": {}, "object": {"url": link.url, "title": link.title, "icon": {}, "status": {}}}

    def comment(self, one: Comment) -> dict[str, object]:
        """A comment."""
        told: dict[str, object] = {
            "self": f"{self.api}/issue/{one.issue.id}/comment/{one.id}",
            "id": str(one.id),
            "author": self.account(one.author),
            "body": self.text(one.body),
            "updateAuthor": self.account(one.editor),
            "created": moment(one.created),
            "updated": moment(one.updated),
        }
        told |= {"visibility": {"type": "role", "value": one.role}} if one.role else {}
        return told | ({"jsdPublic": not one.internal} if self.cloud else {})

    def fields(self, issue: Issue, names: frozenset[str] | None = None) -> dict[str, object]:
        """The fields of an issue with these names, as far as this Jira has them; all without any."""
        wanted = FIELDS if names is None else names & FIELDS.keys()
        return {name: FIELDS[name](self, issue) for name in FIELDS if name in wanted}

    def issue(self, issue: Issue, names: frozenset[str] | None = None) -> dict[str, object]:
        """An issue with the fields of these names; with all without any."""
        fields = self.fields(issue, names)
        return {"id": str(issue.id), "self": f"{self.api}/issue/{issue.id}", "key": issue.ref, "fields": fields}

    def priority(self, issue: Issue) -> dict[str, object]:
        """How urgent an issue is."""
        number = str(PRIORITIES.index(issue.priority) + 1)
        return {"self": f"{self.api}/priority/{number}", "name": issue.priority, "id": number}

    def resolution(self, name: str) -> dict[str, object] | None:
        """How an issue ended."""
        if not name:
            return None
        number = self.resolution_number(name)
        return {"self": f"{self.api}/resolution/{number}", "id": number, "description": "", "name": name}

    def sprint(self, issue: Issue) -> list[object] | None:
        """Cloud prints an object, Data Center what Java makes of one."""
        one = issue.sprint
        if one is None:
            return None
        told = {"id": one.id, "state": one.state, "name": one.name, "endDate": moment(one.end)}
        if self.cloud:
            return [told]
        inside = ",".join(f"{name}={value}" for name, value in (told | {"state": one.state.upper()}).items())
        return [f"com.atlassian.greenhopper.service.sprint.Sprint@1f3[{inside}]"]


PRIORITIES: Final = ("Highest", "High", "Medium", "Low", "Lowest")
"""Those that every Jira is born with."""
FIELDS: Final[dict[str, Callable[[Printer, Issue], Any]]] = {
    "summary": lambda _, issue: issue.title,
    "issuetype": lambda to, issue: to.kind(issue.kind),
    "project": lambda to, issue: to.project(issue.project),
    "status": lambda to, issue: to.status(issue.status),
    "resolution": lambda to, issue: to.resolution(issue.resolution),
    "priority": lambda to, issue: to.priority(issue),
    "created": lambda _, issue: moment(issue.created),
    "updated": lambda _, issue: moment(issue.updated),
    "resolutiondate": lambda _, issue: moment(issue.resolved) if issue.resolved is not None else None,
    "duedate": lambda _, issue: issue.due.isoformat() if issue.due is not None else None,
    "labels": lambda _, issue: list(issue.labels),
    "components": lambda to, issue: [to.component(issue.project, one) for one in issue.components],
    "reporter": lambda to, issue: to.account(issue.reporter),
    "assignee": lambda to, issue: to.account(issue.assignee) if issue.assignee is not None else None,
    "fixVersions": lambda to, issue: [to.version_of(one) for one in issue.versions],
    "issuelinks": lambda to, issue: [to.link(one, issue) for one in issue.links],
    "subtasks": lambda to, issue: [to.other(one) for one in issue.parts if one.kind == "Sub-task"],
    "parent": lambda to, issue: to.other(issue.parent) if issue.parent is not None else None,
    "description": lambda to, issue: to.text(issue.body),
    SPRINT: lambda to, issue: to.sprint(issue),
    EPIC: lambda to, issue: (
        issue.parent.ref if issue.parent is not None and issue.parent.kind == "Epic" and not to.cloud else None
    ),
    TEAM: lambda _to, issue: {"id": f"team-{issue.team}", "name": issue.team} if issue.team else None,
}
"""Each field by its name."""
