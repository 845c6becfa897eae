"""The things of a made-up Jira: people, projects, issues, links, comments. They change in ``changes`` modules only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from connectors.simulator.people import Notice

if TYPE_CHECKING:
    from datetime import date, datetime

Document = dict[str, Any]
Text = str | Document | None
"""Wiki markup on Data Center, Atlassian Document Format on Cloud."""


@dataclass(slots=True, eq=False)
class Account:
    """``id`` is Cloud's account id; ``login`` the name, which Data Center goes by and Cloud keeps to itself."""

    login: str
    id: str
    token: str
    token_expires: datetime | None = None
    mute: bool = False
    """No permission scheme lets it comment, whatever its role."""

    def expired(self, now: datetime) -> bool:
        """Whether its token is good for nothing any more."""
        return self.token_expires is not None and now >= self.token_expires

    @property
    def email(self) -> str:
        """The other half of an API token."""
        return f"{self.login}@acme.example"


@dataclass(slots=True, eq=False)
class Version:
    """What issues are planned for."""

    name: str
    id: int
    release: date | None = None


@dataclass(slots=True, eq=False)
class Sprint:
    """``state`` is active, future or closed."""

    name: str
    id: int
    state: str
    end: datetime


@dataclass(slots=True, eq=False)
class Project:
    """Where issues live. ``roles`` says what accounts may do in it, by login: admin, write or read."""

    key: str
    id: int
    kind: str = "software"
    private: bool = False
    roles: dict[str, str] = field(default_factory=dict)
    issues: dict[int, Issue] = field(default_factory=dict)
    moved: dict[int, Issue] = field(default_factory=dict)
    """Issues that went elsewhere, by the number that they had here."""
    versions: dict[str, Version] = field(default_factory=dict)
    numbers: int = 0
    archived: bool = False
    """Put away: it is in no list and no search."""
    name: str = ""
    components: dict[str, int] = field(default_factory=dict)
    """The numbers of its parts, by name."""

    @property
    def is_service(self) -> bool:
        """Whether customers read comments that are not internal."""
        return self.kind == "service_desk"


@dataclass(slots=True, eq=False)
class Comment:
    """A comment of a thread. ``editor`` is who changed it last; ``role`` alone may read it, if there is one."""

    issue: Issue
    id: int
    author: Account
    body: Text
    created: datetime
    updated: datetime
    editor: Account
    properties: dict[str, Any] = field(default_factory=dict)
    role: str = ""

    @property
    def edited(self) -> bool:
        """Whether people see "edited" on it."""
        return self.updated != self.created

    @property
    def internal(self) -> bool:
        """Whether a service project's customers do not see it.

        https://support.atlassian.com/cloud-automation/docs/advanced-field-editing-using-json/ : ``sd.public.comment``.
        """
        told = self.properties.get("sd.public.comment")
        return self.issue.project.is_service and isinstance(told, dict) and told.get("internal") is True


@dataclass(frozen=True, slots=True)
class LinkType:
    """The source of a link reads the outward phrase, its destination the inward one.

    ``style`` is that of Jira's own types, by which it keeps parts together; no issue shows such a link.
    """

    id: int
    name: str
    outward: str
    inward: str
    style: str | None = None


@dataclass(slots=True, eq=False)
class Link:
    """The source reads the outward phrase: PAY-1 "blocks" SHOP-2."""

    id: int
    type: LinkType
    source: Issue
    destination: Issue


@dataclass(slots=True, eq=False)
class RemoteLink:
    """A link out of this Jira."""

    id: int
    url: str
    title: str
    relationship: str = ""
    global_id: str = ""


@dataclass(slots=True, eq=False)
class Issue:
    """``status`` is To Do, In Progress or Done; ``resolution`` is '' while it is open, ``resolved`` when it got one."""

    project: Project
    number: int
    id: int
    reporter: Account
    title: str
    body: Text
    created: datetime
    updated: datetime
    kind: str = "Task"
    status: str = "To Do"
    resolution: str = ""
    resolved: datetime | None = None
    priority: str = "Medium"
    components: list[str] = field(default_factory=list)
    team: str = ""
    due: date | None = None
    labels: list[str] = field(default_factory=list)
    assignee: Account | None = None
    versions: list[Version] = field(default_factory=list)
    sprint: Sprint | None = None
    parent: Issue | None = None
    parts: list[Issue] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    remote_links: list[RemoteLink] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def ref(self) -> str:
        """``PAY-1``."""
        return f"{self.project.key}-{self.number}"

    @property
    def watchers(self) -> list[Account]:
        """Who is mailed: who reported it, has to do it, or talks in it."""
        found = [self.reporter, self.assignee, *(one.author for one in self.comments)]
        return list(dict.fromkeys(one for one in found if one is not None))

    def notify(self, reason: str, by: Account, text: str) -> None:
        """Mails everybody who watches, but not whoever did it."""
        self.notices.append(Notice(reason, by.login, text, tuple(one.login for one in self.watchers if one is not by)))
