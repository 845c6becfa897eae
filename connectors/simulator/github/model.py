"""The things of a made-up GitHub: accounts, repositories, issues, comments. They change in ``changes`` modules only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connectors.simulator.people import Notice

if TYPE_CHECKING:
    from datetime import datetime

    from connectors.simulator.github.apps import App


@dataclass(slots=True, eq=False)
class Account:
    """``kind`` is User, Bot or Organization; ``app`` the App that a bot acts for."""

    login: str
    id: int
    node_id: str
    kind: str = "User"
    app: int | None = None
    protected: bool = False
    """Of an organisation: single sign-on keeps tokens out, which answers 403 and FORBIDDEN."""
    hook_managers: set[str] = field(default_factory=set)
    """Of an organisation: its owners whose tokens have the scope ``admin:org_hook``, by login in lower case."""
    scopes: str | None = None
    """Those of its token if that is a classic one: "repo, read:org"."""
    token_expires: datetime | None = None

    def expired(self, now: datetime) -> bool:
        """Whether its token is good for nothing any more."""
        return self.token_expires is not None and now >= self.token_expires


@dataclass(slots=True, eq=False)
class Label:
    """A label of a repository."""

    name: str
    id: int
    node_id: str


@dataclass(slots=True, eq=False)
class Milestone:
    """What issues are planned for."""

    title: str
    number: int
    id: int
    node_id: str
    creator: Account
    created_at: datetime
    due_on: datetime | None = None
    state: str = "open"


@dataclass(slots=True, eq=False)
class CheckRun:
    """What an App says of a commit. ``title`` and ``summary`` are its output."""

    id: int
    node_id: str
    app: App
    head: str
    name: str
    external_id: str
    started_at: datetime
    status: str = "queued"
    conclusion: str | None = None
    completed_at: datetime | None = None
    details_url: str = ""
    title: str = ""
    summary: str = ""


@dataclass(slots=True, eq=False)
class Repository:
    """Where issues live. ``roles`` says what accounts may do in it, by login in lower case: admin, write or read."""

    owner: Account
    name: str
    id: int
    node_id: str
    created_at: datetime
    private: bool = False
    archived: bool = False
    has_issues: bool = True
    """False where its owner switched issues off: those that there are stay, and the APIs still list them."""
    forbidden: bool = False
    """Everybody's token lacks the permission to read issues here, which hides them and not the repository."""
    roles: dict[str, str] = field(default_factory=dict)
    issues: dict[int, Issue] = field(default_factory=dict)
    moved: dict[int, Issue] = field(default_factory=dict)
    """Issues that were transferred, by the number that they had here."""
    gone: set[int] = field(default_factory=set)
    """The numbers of issues that were deleted."""
    labels: dict[str, Label] = field(default_factory=dict)
    milestones: dict[str, Milestone] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """What is in it, by path."""
    checks: dict[int, CheckRun] = field(default_factory=dict)
    numbers: int = 0

    @property
    def full_name(self) -> str:
        """``acme/web``."""
        return f"{self.owner.login}/{self.name}"


@dataclass(slots=True, eq=False)
class Team:
    """Some of an organisation's people, and what they may do: ``places`` maps repositories to pull, push or admin."""

    organization: Account
    name: str
    slug: str
    id: int
    node_id: str
    members: list[Account] = field(default_factory=list)
    places: dict[Repository, str] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Reaction:
    """A thumb or a heart under a comment."""

    id: int
    node_id: str
    account: Account
    content: str
    created_at: datetime


@dataclass(slots=True, eq=False)
class Comment:
    """A comment of a thread. ``editor`` is who changed it last."""

    issue: Issue
    id: int
    node_id: str
    author: Account
    body: str
    created_at: datetime
    updated_at: datetime
    editor: Account | None = None
    edited_at: datetime | None = None
    reactions: list[Reaction] = field(default_factory=list)

    @property
    def edited(self) -> bool:
        """Whether people see "edited" on it."""
        return self.edited_at is not None


@dataclass(slots=True, eq=False)
class Pull:
    """What a pull request has beyond an issue; it has a database id of its own. ``head`` is its last commit."""

    id: int
    branch: str
    head: str
    merged_at: datetime | None = None
    merged_by: Account | None = None
    draft: bool = False


@dataclass(slots=True, eq=False)
class Issue:
    """An issue, or a pull request where ``pull`` is there."""

    repository: Repository
    number: int
    id: int
    node_id: str
    author: Account
    title: str
    body: str | None
    created_at: datetime
    updated_at: datetime
    state: str = "open"
    reason: str | None = None
    closed_at: datetime | None = None
    closed_by: Account | None = None
    editor: Account | None = None
    edited_at: datetime | None = None
    labels: list[Label] = field(default_factory=list)
    assignees: list[Account] = field(default_factory=list)
    milestone: Milestone | None = None
    comments: list[Comment] = field(default_factory=list)
    blocked_by: list[Issue] = field(default_factory=list)
    blocking: list[Issue] = field(default_factory=list)
    parts: list[Issue] = field(default_factory=list)
    parent: Issue | None = None
    duplicate_of: Issue | None = None
    pull: Pull | None = None
    notices: list[Notice] = field(default_factory=list)

    @property
    def ref(self) -> str:
        """``acme/web#12``."""
        return f"{self.repository.full_name}#{self.number}"

    @property
    def participants(self) -> list[Account]:
        """Who wrote it, has to do it or commented on it: those whom GitHub tells what happens to it."""
        return list(dict.fromkeys([self.author, *self.assignees, *(one.author for one in self.comments)]))

    def notify(self, reason: str, by: Account, text: str) -> None:
        """Tells everybody who takes part, but not whoever did it."""
        to = tuple(one.login for one in self.participants if one is not by and one.kind == "User")
        self.notices.append(Notice(reason, by.login, text, to))

    @property
    def state_now(self) -> str:
        """OPEN, CLOSED or MERGED."""
        return "MERGED" if self.pull is not None and self.pull.merged_at else self.state.upper()
